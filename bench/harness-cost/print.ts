import type { BareRun, WatchedRun } from './measure.ts'

/** Neighbours in time: `without` ran between the other two, and both are compared with it. */
export interface Round {
  readonly without: BareRun
  readonly within: WatchedRun
  readonly control: BareRun
}

/** The value below which a share of the values lies, between neighbours interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at % 1)
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function roundLine(number: number, { without, within, control }: Round): string {
  const one = ({ perSecond, p99Ms, dropped }: BareRun) =>
    `${perSecond.toFixed(0).padStart(5)}/s ${p99Ms.toFixed(1).padStart(6)} ms${dropped > 0 ? ` (${dropped} dropped)` : ''}`
  const ratio = (run: BareRun) => (run.perSecond / without.perSecond).toFixed(3)
  return [
    `${String(number).padStart(4)}  without ${one(without)}  with ${one(within)}  again without ${one(control)}`,
    `throughput with/without ${ratio(within)}, without/without ${ratio(control)}`,
    `${within.gapCount} gaps in ${within.samples} looks, longest ${Math.round(within.longestGapMs)} ms`,
  ].join('  ')
}

/** What watching costs: this process and the backend, above what this process does anyway. */
export function costOf(rounds: readonly Round[]) {
  const idle = median(rounds.flatMap(({ without, control }) => [without.processShare, control.processShare]))
  const watcher = median(rounds.map(({ within }) => within.processShare)) - idle
  const backend = median(rounds.map(({ within }) => within.backendShare))
  return { watcher, backend, account: median(rounds.map(({ within }) => within.accountShare)) }
}

/** Ratios with/without beside those of two runs that do not differ. */
export function compare(rounds: readonly Round[], figure: 'perSecond' | 'p99Ms') {
  const within = rounds.map((round) => round.within[figure] / round.without[figure])
  const control = rounds.map((round) => round.control[figure] / round.without[figure])
  const [lowest, lower, middle, upper, highest] = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    quantile(control, share).toFixed(3),
  )
  return {
    ratio: median(within),
    lowerQuartile: quantile(control, 0.25),
    spread: `without/without ${middle}, half of them ${lower} to ${upper}, all ${lowest} to ${highest}`,
  }
}
