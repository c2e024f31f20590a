import type { Answered } from './load.ts'
import type { Bare, Round } from './rounds.ts'

/** Neighbours in time, whatever it is that was there in one of them alone. */
export type ThreeSlices = Readonly<Record<'within' | 'without' | 'control', Answered>>

/** The value below which a share of the values lies, between neighbours interpolated. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at % 1)
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function roundLine({ without, within, control }: Round, index: number): string {
  const one = ({ perSecond, p99Ms }: Bare) =>
    `${perSecond.toFixed(0).padStart(5)}/s p99 ${p99Ms.toFixed(1).padStart(6)} ms`
  const ratio = (run: Bare) => (run.perSecond / without.perSecond).toFixed(3)
  return [
    `${String(index + 1).padStart(4)}  without ${one(without)}  with ${one(within)}  again without ${one(control)}`,
    `throughput with/without ${ratio(within)}, without/without ${ratio(control)}`,
    `${within.gapCount} gaps in ${within.looks} looks, longest ${Math.round(within.longestGapMs)} ms`,
  ].join('  ')
}

/** Shares of a core. The watcher is what this process does above what it does anyway. */
export function costOf(rounds: readonly Round[]) {
  const share = (values: readonly { readonly lastedMs: number; readonly cpuMs: number }[]) =>
    sum(values.map(({ cpuMs }) => cpuMs)) / sum(values.map(({ lastedMs }) => lastedMs))
  const process = (run: Bare) => ({ lastedMs: run.lastedMs, cpuMs: run.processMs })
  const idle = share(rounds.flatMap(({ without, control }) => [process(without), process(control)]))
  return {
    watcher: share(rounds.map(({ within }) => process(within))) - idle,
    // The kernel counts in ticks of 10 ms: a sum is exact where one slice is not.
    backend: share(rounds.map(({ within }) => ({ lastedMs: within.lastedMs, cpuMs: within.backendMs }))),
    account: median(rounds.map(({ within }) => within.accountShare)),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Ratios with/without beside those of slices that do not differ. */
export function compare(rounds: readonly ThreeSlices[], figure: 'perSecond' | 'p99Ms') {
  const within = rounds.map((round) => round.within[figure] / round.without[figure])
  const control = rounds.map((round) => round.control[figure] / round.without[figure])
  const spread = (ratios: readonly number[]) => {
    const [lowest, lower, middle, upper, highest] = [0, 0.25, 0.5, 0.75, 1].map((at) => quantile(ratios, at).toFixed(3))
    return `${middle} (half of them ${lower} to ${upper}, all ${lowest} to ${highest})`
  }
  return {
    ratio: median(within),
    lowerQuartile: quantile(control, 0.25),
    text: `with/without ${spread(within)}   without/without ${spread(control)}`,
  }
}
