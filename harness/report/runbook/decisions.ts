import { atLeast } from '../../checks/window-in-words.ts'
import { percent } from '../../checks/wording.ts'
import { formatDuration } from '../../model/duration.ts'
import { judgedQuantile } from '../../model/judged-quantile.ts'
import { escapeMarkdown, markdownTable } from '../markdown-text.ts'
import { clockOf } from './clock.ts'
import { ownerOf, phaseOf, type RunbookSource } from './source.ts'

/** With fewer requests a share of failures is chance. */
const LEAST_REQUESTS = 100

/** Where it is decided to go on or to go back: by which figure, at which limit, by whom. */
export function decisionsSection(source: RunbookSource): readonly string[] {
  const { limits } = source.started
  const who = escapeMarkdown(ownerOf(source))
  const stall = formatDuration(limits.stallMs)
  const rows = [
    [
      'before step 1',
      'errors and latency of each endpoint',
      limitsInWords(source),
      steadyInWords(source, 'baseline'),
      who,
    ],
    [
      'during each step',
      'how long requests take, and who waits for a lock',
      `no request waits for longer than ${stall}`,
      worstStall(source),
      who,
    ],
    ['after each step', 'whether it ended well', 'it did, else go back', endings(source), who],
    [
      'after the last step',
      'errors and latency of each endpoint',
      limitsInWords(source),
      steadyInWords(source, 'soak'),
      who,
    ],
    [byWhen(source), 'the time that is left', timeLeft(source), '', who],
  ]
  return [
    '## Go or no-go\n',
    markdownTable(['when', 'what is looked at', 'go on while', 'measured here', 'who decides'], rows),
  ]
}

function limitsInWords({ started }: RunbookSource): string {
  const told = started.limits.endpoints.map(({ endpoint, p99Ms, errorRate }) => {
    const parts = [
      ...(p99Ms === null ? [] : [`p99 at most ${formatDuration(p99Ms)}`]),
      ...(errorRate === null ? [] : [`errors at most ${percent(errorRate)}`]),
    ]
    return parts.length === 0
      ? null
      : `${endpoint === '*' ? 'each endpoint' : escapeMarkdown(endpoint)}: ${parts.join(', ')}`
  })
  const limits = told.filter((one) => one !== null)
  return limits.length === 0 ? 'as before the upgrade; the spec sets no limit' : limits.join('; ')
}

function steadyInWords({ entries }: RunbookSource, name: 'baseline' | 'soak'): string {
  const phase = phaseOf(entries, name)
  if (phase === undefined) return 'not measured'
  const requests = phase.endpoints.reduce((sum, one) => sum + one.requests, 0)
  const failed = phase.endpoints.reduce((sum, one) => sum + one.failed, 0)
  const [slowest] = phase.endpoints
    .flatMap((one) => {
      const quantile = judgedQuantile(one)
      return quantile === null ? [] : [{ endpoint: one.endpoint, ...quantile }]
    })
    .toSorted((one, other) => other.ms - one.ms)
  const latency =
    slowest === undefined
      ? 'too few requests for a latency'
      : `slowest ${slowest.name} ${formatDuration(slowest.ms)} (${escapeMarkdown(slowest.endpoint)})`
  return requests < LEAST_REQUESTS
    ? `${failed} of ${requests} requests failed, ${latency}`
    : `${percent(failed / requests)} errors, ${latency}`
}

function worstStall({ entries }: RunbookSource): string {
  const phase = phaseOf(entries, 'upgrade')
  if (phase === undefined) return 'not measured'
  const [worst] = phase.stalls.toSorted((one, other) => other.longestMs - one.longestMs)
  return worst === undefined
    ? 'no request stalled or failed'
    : `longest ${atLeast(worst.longestMs)} (${escapeMarkdown(worst.endpoint)})`
}

function endings({ upgrade }: RunbookSource): string {
  const well = upgrade.filter(({ ended }) => ended?.ok === true).length
  return `${well} of ${upgrade.length} ended well`
}

/** Where neither the window nor the soak is declared, T+… would be of --act-time's making. */
function isOpen({ window }: RunbookSource): boolean {
  return window.declared === null && !window.soakDeclared && window.decideByMs !== null
}

function byWhen(source: RunbookSource): string {
  const { window } = source
  if (isOpen(source)) return 'while the new version is watched'
  return window.decideByMs === null
    ? 'before step 1'
    : `${clockOf(Math.floor(window.decideByMs / 1_000) * 1_000)} at the latest`
}

/** Where the window holds the buffer as well, the last moment leaves it untouched. */
function keptMs({ fit, bufferMs }: RunbookSource['window']): number {
  return fit === 'no-buffer' ? 0 : (bufferMs ?? 0)
}

function timeLeft(source: RunbookSource): string {
  const { started, window } = source
  const back = window.parts.find(({ name }) => name === 'way back')?.takes ?? null
  if (started.wayBack === 'none') return 'there is no way back: decide before step 1'
  if (back === null) return 'how long the way back takes is not known: decide before step 1'
  if (window.decideByMs === null) return 'the window does not hold the way back: decide before step 1'
  const kept = keptMs(window)
  const until = isOpen(source) ? 'no less is left of your window than that' : 'it is not later'
  return `${until}: the way back takes ${atLeast(back.highMs)}${kept === 0 ? '' : `, and ${atLeast(kept)} are kept`}`
}
