import { formatDuration, parseDuration } from '../../model/duration.ts'
import { type Part, textOf, under } from '../part.ts'
import type { Bench } from './judge.ts'

/** A window ends after it begins, and holds more than its buffer. */
export function changeFitsItsWindow({ spec, complain }: Bench): void {
  const window = under(spec, 'change', 'window')
  const [from, to] = [under(window, 'from'), under(window, 'to')]
  const lengthMs = lengthOf(window)
  if (lengthMs === null) return
  if (lengthMs <= 0) {
    complain(to, `a moment after from (${textOf(from)})`)
    return
  }
  const buffer = under(spec, 'change', 'buffer')
  const bufferMs = parseDuration(textOf(buffer) ?? '')
  const long = textOf(window) ?? formatDuration(lengthMs)
  if (bufferMs !== null && bufferMs >= lengthMs) complain(buffer, `less than the window (${long})`)
}

/** null where it is none. */
function lengthOf(window: Part): number | null {
  const text = textOf(window)
  if (text !== null) return parseDuration(text)
  const [from, to] = [under(window, 'from'), under(window, 'to')].map((part) => Date.parse(textOf(part) ?? ''))
  const lengthMs = (to ?? Number.NaN) - (from ?? Number.NaN)
  return Number.isNaN(lengthMs) ? null : lengthMs
}
