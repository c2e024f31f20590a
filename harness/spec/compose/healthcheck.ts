import type { HealthcheckDescription } from '../../model/container.ts'
import { isThere, items, type Part, textOf, under } from '../part.ts'
import type { Reading } from './reading.ts'
import { durationOf, switchOf } from './words.ts'

/** What compose and the engine take where nothing is said. */
const USUAL = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3 }

/** A container is given at least this long, however impatient its check is: machines that rehearse are busy. */
const LEAST_PATIENCE_MS = 30_000

/** How compose would ask whether the service is well; `none` where it must not, null where that is the image's business. */
export function healthcheckOf(part: Part, reading: Reading): HealthcheckDescription | 'none' | null {
  if (!isThere(part)) return null
  if (switchOf(under(part, 'disable'), reading) === true) return 'none'
  const written = under(part, 'test')
  const test = testOf(written)
  const intervalMs = durationOf(under(part, 'interval'), reading) ?? USUAL.intervalMs
  const timeoutMs = durationOf(under(part, 'timeout'), reading) ?? USUAL.timeoutMs
  const startMs = durationOf(under(part, 'start_period'), reading) ?? 0
  const retries = Number(textOf(under(part, 'retries')) ?? USUAL.retries)
  if (!Number.isInteger(retries)) reading.complain(under(part, 'retries'), 'a whole number')
  if (test === 'none') return 'none'
  if (test === null) {
    if (isThere(written)) reading.complain(written, 'a command, [CMD, ...], [CMD-SHELL, command] or [NONE]')
    return null
  }
  const patienceMs = Math.max(LEAST_PATIENCE_MS, startMs + (retries || USUAL.retries) * (intervalMs + timeoutMs))
  return { test, timeoutMs, patienceMs }
}

function testOf(part: Part): readonly string[] | 'none' | null {
  const text = textOf(part)
  if (text !== null) return ['/bin/sh', '-c', text]
  const [kind, ...words] = items(part).map((item) => String(item.value ?? ''))
  if (kind === 'NONE') return 'none'
  if (kind === 'CMD' && words.length > 0) return words
  return kind === 'CMD-SHELL' && words.length > 0 ? ['/bin/sh', '-c', words.join(' ')] : null
}

/** The path that a check asks for over HTTP, as in `curl -f http://localhost:3000/healthz`; null where it asks otherwise. */
export function pathAskedBy(check: HealthcheckDescription | 'none' | null): string | null {
  if (check === null || check === 'none') return null
  const [, path = '/'] = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(\/[^\s'"?#]*)?/.exec(
    check.test.join(' '),
  ) ?? [null, null]
  return path
}
