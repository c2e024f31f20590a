import type { EndpointComparison, Hangs, MetricComparison } from '../model/facts-of-judging.ts'
import type { Finding, Measures } from '../model/finding.ts'
import type { Check } from './check.ts'
import { type Compared, isOfLatency, latencyOf, onCompared } from './compared.ts'
import { exceedanceInWords, hangsInWords, metricInWords, onlyByRestoredInWords, pInWords } from './compared-in-words.ts'
import { excusedBy, excusedInWords, regressions } from './excused.ts'
import { onPlay, type Play } from './play.ts'
import { rule } from './rule.ts'
import { few, plural, wholeMs } from './wording.ts'

export const endpointRegressed: Check = {
  id: 'endpoint-regressed',
  gating: true,
  act: 'soak',
  asks: 'Is an endpoint slower, or failing more often, on the new version than on the old one, beyond chance?',
  why: 'An absolute limit passes whatever stays below it, and a rule of ten percent fires at random. Here blocks of the same schedule on the old version, the new one and the restored one are compared by permutation over all endpoints at once, so that a run of ours cries wolf once in a hundred times at most, and only what is both certain and large enough to matter blocks.',
  remedy:
    'Compare the endpoint’s statements and calls of both versions; what was changed on purpose and is acceptable gets a larger `effect` in limits.endpoints.',
  judge: onPlay(
    onCompared((play, compared) => {
      const regressed = compared.entry.endpoints.flatMap((one) => judgeEndpoint(play, compared, one))
      const late = compared.entry.endpoints.filter((one) => latenessOf(play, one) !== null)
      const spoilt = compared.entry.endpoints.some(
        (one) => regressions(one).some(isOfLatency) || hungInSoak(one) !== undefined,
      )
      return rule({
        findings: regressed,
        missing: [
          ...(spoilt ? compared.faults.map((fault) => `latency cannot be compared, for ${fault}`) : []),
          ...onlyByRestored(compared),
          ...compared.entry.endpoints.flatMap((one) => [...excusedInWords(play, compared, one), ...mayHang(one)]),
          ...late.map((one) => `${one.endpoint} is slower, but so was the generator: ${latenessOf(play, one)}`),
        ],
        settledBy: 'a rehearsal on a machine with more free cores, with nothing beside it',
        passed: saidOf(compared),
      })
    }),
  ),
}

/** Worse than baseline and restored together, because restored is better than baseline was: no news of the upgrade. */
function onlyByRestored({ entry, faults }: Compared): readonly string[] {
  const all = (entry.controls.onlyByRestored ?? []).filter((one) => faults.length === 0 || !isOfLatency(one))
  return [...Map.groupBy(all, ({ endpoint }) => endpoint).values()].flatMap(([one]) =>
    one === undefined ? [] : onlyByRestoredInWords(one),
  )
}

function judgeEndpoint(play: Play, compared: Compared, one: EndpointComparison): readonly Finding[] {
  const { entry, faults } = compared
  const hung = hungInSoak(one)
  const hangs = hung?.certain === true && faults.length === 0 ? [hung] : []
  const spoilt = faults.length > 0 || latenessOf(play, one) !== null
  const excused = excusedBy(play, compared, one)?.metrics ?? []
  const metrics = regressions(one).filter((metric) => !(spoilt && isOfLatency(metric)) && !excused.includes(metric))
  if (metrics.length + hangs.length === 0) return []
  const exceedance = one.metrics.find(({ metric }) => metric === 'exceedance')
  const told = metrics.filter(({ metric }) => metric !== 'exceedance' || metrics.length === 1)
  const slow = metrics.some(({ metric }) => /^p\d/.test(metric)) && exceedance !== undefined
  return [
    {
      check: endpointRegressed.id,
      severity: 'blocker',
      subject: one.endpoint,
      summary: [
        ...hangs.map((some) => `${hangsInWords(some)}, adjusted p ${pInWords(some.adjustedP ?? 1)}`),
        ...told.map((metric) => metricInWords(one, metric)),
        ...(slow ? [exceedanceInWords(one, exceedance)] : []),
      ].join('; '),
      remedy: remedyFor(hangs, metrics),
      measured: Object.fromEntries([...hangs.flatMap(measuresOfHangs), ...metrics.flatMap(measures)]),
      limit: { adjustedP: entry.design.alpha },
      evidence: [entry.seq],
    },
  ]
}

function remedyFor(hangs: readonly Hangs[], metrics: readonly MetricComparison[]): string {
  if (hangs.length > 0)
    return 'Find what such a request waits for in the new version: a pool that is empty, a lock, a call without a time-out.'
  return metrics.some(isOfLatency)
    ? 'Find what this endpoint waits for in the new version: new statements, a missing index, changed time-outs or retries.'
    : 'Read the service’s log of the soak: what this endpoint answers with an error now, it did not before.'
}

function hungInSoak({ hangs = [] }: EndpointComparison): Hangs | undefined {
  return hangs.find(({ phase }) => phase === 'soak')
}

/** What hung in so few blocks that one stop of the machine would look the same. */
function mayHang(one: EndpointComparison): readonly string[] {
  const hung = hungInSoak(one)
  if (hung === undefined || hung.certain) return []
  return [`${one.endpoint}: ${hangsInWords(hung)}, too few blocks to tell the version from the machine`]
}

function measuresOfHangs({ hung, requests, baseline }: Hangs): readonly (readonly [string, Measures[string]])[] {
  const share = (count: number, of: number) => Number((count / Math.max(1, of)).toPrecision(4))
  return [
    ['hungBeforeShare', share(baseline.hung, baseline.requests)],
    ['hungAfterShare', share(hung, requests)],
  ]
}

function measures(metric: MetricComparison): readonly (readonly [string, Measures[string]])[] {
  const unit = /^p\d/.test(metric.metric) ? 'Ms' : 'Share'
  return [
    [`${metric.metric}Before${unit}`, Number(metric.before.toPrecision(4))],
    [`${metric.metric}After${unit}`, Number(metric.after.toPrecision(4))],
    [`${metric.metric}AdjustedP`, metric.adjustedP],
  ]
}

/**
 * Latency counts from the intended start. Where iterations of free users began later in soak than in baseline by half
 * of what the endpoint seems to have lost, the machine was short of time, and the new version is not to blame for that.
 */
function latenessOf(play: Play, one: EndpointComparison): string | null {
  const metric = regressions(one).find(({ metric }) => /^p\d/.test(metric))
  const [before, after] = (['baseline', 'soak'] as const).map((name) => play.phases.get(name)?.lag.idleP99Ms ?? 0)
  if (metric === undefined || before === undefined || after === undefined) return null
  if (after - before < (metric.after - metric.before) / 2) return null
  return `p99 of the lag rose from ${wholeMs(before)} to ${wholeMs(after)}`
}

/** What was compared, and what it cannot have seen: a pass is worth no more. */
function saidOf({ entry: { endpoints, design, unscheduled } }: Compared): string {
  const judged = Map.groupBy(endpoints, (one) => latencyOf(one)?.metric ?? 'nothing')
  const quantiles = [...judged].map(([metric, some]) => `${metric} of ${few(some.map(({ endpoint }) => endpoint))}`)
  const pairs = design.pairing === 'triplets' ? 'matched' : `unpaired, for ${few(unscheduled)} keeps no schedule`
  const weak = design.canGate ? '' : `; too few blocks to find anything: the smallest p is ${design.smallestP}`
  return `${plural(endpoints.length, 'endpoint')} compared over ${plural(design.blocks, 'block')} a phase (${pairs}), none regressed: ${quantiles.join('; ') || 'nothing'}${weak}`
}
