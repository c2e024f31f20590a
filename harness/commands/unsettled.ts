import { hangsInWords } from '../checks/compared-in-words.ts'
import { generatorFault } from '../checks/generator-fault.ts'
import { keepsSchedule, playOf } from '../checks/play.ts'
import { lossesOf } from '../checks/vanished.ts'
import { few, wholeMs } from '../checks/wording.ts'
import type { ComparedRuns, RunOnDisk } from '../comparison/compare-runs.ts'
import type { Comparison, EndpointComparison } from '../model/facts-of-judging.ts'

/**
 * Why two runs settle nothing between them, in a clause; null where they do. What proves a regression stands before what
 * may merely have gone unseen.
 */
export function unsettled(earlier: RunOnDisk, later: RunOnDisk, { soak, baseline, differences }: ComparedRuns) {
  if (soak === null) return 'one of the runs has no soak'
  if (differences.length > 0) return 'the environments differ, so that a difference need not be the version’s'
  const fault = faultOf('the earlier run', earlier) ?? faultOf('the later run', later)
  if (fault !== null) return fault
  const late = lateBy(earlier, later, soak)
  if (late !== null) return late
  if (baseline === null) return 'one of the runs has no baseline, so that the machine may be the cause of a difference'
  if (regressed(baseline).length > 0) return 'the baselines differ as well, so that the machine may be the cause'
  return regressed(soak).length > 0 ? null : (unseen(soak) ?? lost(earlier, later))
}

export function regressed(comparison: Comparison | null): readonly EndpointComparison[] {
  return comparison?.endpoints.filter(({ answer }) => answer === 'regressed') ?? []
}

/** A late start is part of a latency, and so would be blamed on the version. */
function faultOf(run: string, { entries }: RunOnDisk): string | null {
  const play = playOf(entries)
  if (play === null) return null
  const faults = (['baseline', 'soak'] as const).flatMap((name) => {
    const phase = play.phases.get(name)
    return phase === undefined ? [] : (generatorFault(phase, play.limits) ?? [])
  })
  return faults.length === 0 ? null : `${faults.join(', ')} of ${run}`
}

/** Within the limits, but by half of what an endpoint seems to have lost: the same as between the acts of one run. */
function lateBy(earlier: RunOnDisk, later: RunOnDisk, soak: Comparison): string | null {
  const [before, after] = [earlier, later].map(({ entries }) => playOf(entries)?.phases.get('soak')?.lag.idleP99Ms ?? 0)
  const roseMs = (after ?? 0) - (before ?? 0)
  const found = regressed(soak).flatMap(({ metrics }) => metrics.filter(({ answer }) => answer === 'regressed'))
  const slower = found.filter(({ metric }) => /^p\d/.test(metric))
  if (slower.length === 0 || slower.some((one) => roseMs < (one.after - one.before) / 2)) return null
  return `k6 was later itself, p99 of the lag ${wholeMs(before ?? 0)} and ${wholeMs(after ?? 0)}`
}

function unseen({ design, endpoints }: Comparison): string | null {
  const [hung] = endpoints.flatMap(({ endpoint, hangs = [] }) =>
    hangs.map((one) => `${endpoint}: ${hangsInWords(one, ['the later soak', 'the earlier'])}`),
  )
  if (hung !== undefined) return `${hung}, too few blocks to tell the version from the machine`
  if (!design.canGate) return `too few blocks for anything to be REGRESSED: ${design.blocks} in a soak`
  const common = endpoints.filter(({ requests }) => Math.min(requests.baseline, requests.soak) > 0)
  if (common.length === 0) return 'no endpoint was asked for in both soaks'
  const bounded = common.some(({ metrics }) => metrics.some(({ couldHideUpTo }) => couldHideUpTo !== null))
  return bounded ? null : 'too few requests: nothing bounds what either soak could hide'
}

/** By the rule that a run's own soak is held to; what was not asked for was not compared. */
function lost(earlier: RunOnDisk, later: RunOnDisk): string | null {
  const [one, other] = [playOf(earlier.entries), playOf(later.entries)]
  const [baseline, phase] = [one?.phases.get('soak'), other?.phases.get('soak')]
  if (one === null || other === null || baseline === undefined || phase === undefined) return null
  const scheduled = keepsSchedule(one) && keepsSchedule(other)
  const losses = lossesOf({ baseline, phase, scheduled }).filter(({ extent }) => extent !== 'none')
  const words = losses.map(({ name, after, due }) => `${name} (${after} of ${Math.round(due)})`)
  return words.length === 0 ? null : `the later soak reached less than half of what was due: ${few(words)}`
}
