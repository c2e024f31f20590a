import { type Change, USUAL_BUFFER } from '../model/change.ts'
import { formatDuration } from '../model/duration.ts'
import type { Plan } from './plan.ts'

/** The change in production as it was declared; nothing where the spec is silent about it. */
export function printChange({ change }: Plan): readonly string[] {
  if (change == null) return []
  const { window, buffer, soakMs, owner, contact } = change
  const watched =
    soakMs === null ? 'soak as long as in the rehearsal' : `soak of ${formatDuration(soakMs)} in production`
  const people = [owner, contact].filter((one) => one !== null).join(', ')
  return [
    [windowInWords(window), bufferInWords(buffer), watched].join('; '),
    ...(people === '' ? [] : [people]),
    window === null
      ? 'the window to plan is computed from the times of the rehearsal'
      : 'whether the window holds upgrade, soak and way back is computed from the times of the rehearsal',
  ]
}

function windowInWords(window: Change['window']): string {
  if (window === null) return 'no window is declared'
  const { durationMs, from, to } = window
  const length = formatDuration(durationMs)
  const moment = (iso: string) => iso.slice(0, 16).replace('T', ' ')
  return from === null || to === null
    ? `window of ${length}`
    : `window ${moment(from)} to ${moment(to)} UTC (${length})`
}

function bufferInWords(buffer: Change['buffer']): string {
  if ('durationMs' in buffer) return `${formatDuration(buffer.durationMs)} of it kept free`
  const usual = 'share' in USUAL_BUFFER && buffer.share === USUAL_BUFFER.share
  return `${usual ? 'a third' : `${Math.round(buffer.share * 100)} %`} on top of the time needed kept free`
}
