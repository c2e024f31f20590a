import { formatDuration } from '../model/duration.ts'
import type { WindowSeen } from './window.ts'
import type { TimeRange, WindowPart } from './window-parts.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Two to four sentences: what to plan, whether what is declared holds it, by when to decide, and on what that rests. */
export function windowInWords(window: WindowSeen): readonly string[] {
  return [needInWords(window), declaredInWords(window), ...decisionInWords(window), ...sizeInWords(window)]
}

/** A time that somebody has to have: never rounded down. `12.8 s`, `2 min 6 s`, `1 h 11 min`. */
export function atLeast(ms: number): string {
  const unit = ms >= HOUR ? MINUTE : ms >= MINUTE ? SECOND : ms >= SECOND ? SECOND / 10 : 1
  return formatDuration(Math.ceil(ms / unit) * unit)
}

/** A time by which something must have been done: never rounded up. */
export function atMost(ms: number): string {
  const unit = ms >= HOUR ? MINUTE : ms >= MINUTE ? SECOND : ms >= SECOND ? SECOND / 10 : 1
  return formatDuration(Math.floor(ms / unit) * unit)
}

/** `12.8 s`, or `20 s to 1 min 5 s` where it is predicted. */
export function spanInWords({ lowMs, highMs }: TimeRange): string {
  return lowMs === highMs ? atLeast(highMs) : `${atMost(lowMs)} to ${atLeast(highMs)}`
}

/** `1 h`, or `2026-11-26 22:00 to 2026-11-26 23:00 UTC (1 h)`. */
export function declaredWindow({ durationMs, from, to }: NonNullable<WindowSeen['declared']>): string {
  const length = atMost(durationMs)
  return from === null || to === null ? length : `${momentInWords(from)} to ${momentInWords(to)} UTC (${length})`
}

/** ISO 8601, UTC → `2026-11-26 22:00`. */
export function momentInWords(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}

function needInWords({ parts, plannedMs, bufferMs, unknown, soakDeclared }: WindowSeen): string {
  const known = parts.filter(({ takes }) => takes !== null).map(partInWords)
  if (plannedMs !== null && bufferMs !== null)
    return `Plan ${soakDeclared ? '' : 'at least '}${atLeast(plannedMs)}: ${known.join(', ')}, and ${atLeast(bufferMs)} of buffer.`
  const seen = known.length === 0 ? '' : `; known are ${known.join(', ')}`
  return `How long the window must be is not known: ${unknown.join('; ')}${seen}.`
}

function partInWords({ name, takes, note }: WindowPart): string {
  return takes === null ? name : `${name} ${spanInWords(takes)} (${note})`
}

function declaredInWords({ declared, fit, parts, needed, bufferMs }: WindowSeen): string {
  if (declared === null || fit === 'not-declared') return 'No window is declared.'
  const window = `The declared window, ${declaredWindow(declared)},`
  switch (fit) {
    case 'fits':
      return `${window} holds it, buffer included.`
    case 'no-buffer':
      return needed !== null && needed.highMs > declared.durationMs
        ? `${window} holds it only at the lower end of what is predicted.`
        : `${window} holds it, but not the buffer of ${atLeast(bufferMs ?? 0)} as well.`
    case 'too-short': {
      const leastMs = parts.reduce((sum, { takes }) => sum + (takes?.lowMs ?? 0), 0)
      return `${window} is too short: ${atLeast(leastMs)} are needed at least.`
    }
    case 'unknown':
      return `Whether the declared window, ${declaredWindow(declared)}, is long enough is not known.`
    default:
      return fit satisfies never
  }
}

/** No moment is named where neither the window nor the soak is declared: it would be of --act-time's making. */
function decisionInWords({ decideByMs, parts, fit, declared, soakDeclared }: WindowSeen): readonly string[] {
  if (!parts.some(({ name }) => name === 'way back')) return ['There is no way back to leave time for.']
  if (decideByMs === null || fit === 'too-short' || (declared === null && !soakDeclared)) return []
  const within = fit === 'not-declared' ? 'ends within the planned time' : 'ends within the window'
  const kept = fit === 'no-buffer' ? within : `${within} with the buffer kept`
  const clock = declared === null || declared.from === null ? '' : `, at ${clockAfter(declared.from, decideByMs)} UTC`
  return [`Decide by T+${atMost(decideByMs)}${clock}: the way back, begun by then, ${kept}.`]
}

/** `22:27:07`. */
function clockAfter(from: string, ms: number): string {
  return new Date(Date.parse(from) + ms).toISOString().slice(11, 19)
}

function sizeInWords({ sizeKnown }: WindowSeen): readonly string[] {
  return sizeKnown ? [] : ['Production is taken to be as large as the copy, for no profile tells its size.']
}
