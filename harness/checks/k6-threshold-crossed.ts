import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { passed, rule } from './rule.ts'
import { plural } from './wording.ts'

export const k6ThresholdCrossed: Check = {
  id: 'k6-threshold-crossed',
  gating: true,
  act: 'baseline',
  asks: 'Was a threshold of the k6 scripts crossed?',
  why: 'Thresholds are what the authors of the scripts call acceptable. They are kept as written and hold for the whole run, from warm-up to restored, transitions included.',
  remedy:
    'k6/summary.json in the folder of the run has the metric over the whole run, the `traffic.phase` entries of journal.jsonl have each endpoint phase by phase. If the threshold is for steady traffic only, give the endpoint a limit in the spec instead.',
  judge: onPlay(({ entries }) => {
    const ended = entriesOf(entries, 'traffic.ended').at(-1)
    const known = ended?.summarised === true ? ended : undefined
    const thresholds = known?.thresholds ?? []
    if (known !== undefined && thresholds.length === 0) {
      return passed('nothing is declared: the scripts have no thresholds')
    }
    return rule({
      findings: (ended?.thresholds ?? [])
        .filter(({ ok }) => !ok)
        .map(({ metric, threshold, value }) => ({
          check: k6ThresholdCrossed.id,
          severity: 'blocker',
          subject: metric,
          summary: `threshold "${threshold}" on ${metric} was crossed over the whole run${value === undefined ? '' : `: it was ${Number(value.toPrecision(4))}`}`,
          remedy: k6ThresholdCrossed.remedy,
          ...(value === undefined ? {} : { measured: { value } }),
          limit: { threshold },
          evidence: [ended?.seq ?? 0],
        })),
      missing: missing(ended),
      settledBy: 'a rehearsal in which k6 ends from inside and leaves its summary',
      passed: `${plural(thresholds.length, 'threshold')} of the scripts held`,
    })
  }),
}

function missing(ended: { readonly summarised: boolean } | undefined): readonly string[] {
  if (ended === undefined) return ['how k6 ended is not in the journal, so its thresholds are not known']
  return ended.summarised ? [] : ['k6 left no result for the thresholds']
}
