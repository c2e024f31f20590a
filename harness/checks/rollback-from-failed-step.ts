import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { noWayDown, onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { gist } from './steps-complete.ts'
import { few, plural } from './wording.ts'

type Tried = EntryOf<'retreat.tried'>

export const rollbackFromFailedStep: Check = {
  id: 'rollback-from-failed-step',
  gating: true,
  act: 'probes',
  asks: 'Does the rollback bring the old schema back from wherever the upgrade may have stopped?',
  why: 'A rollback is mostly started because a step failed, so from a schema that is half old and half new. Down migrations that drop what is not there yet stop at the first error, and leave a schema that belongs to no version.',
  remedy:
    'Have each step down do nothing where there is nothing to undo: DROP … IF EXISTS, or a tool that keeps count.',
  judge: onPlay((play) => {
    const inapplicable = noWayDown(play)
    if (inapplicable !== null) return inapplicable
    if (play.started.pointOfNoReturn === undefined) return passed('not asked: the journal is older than this check')
    const tried = entriesOf(play.entries, 'retreat.tried')
    const ended = entriesOf(play.entries, 'retreats.ended').at(-1)
    const known = knownDifferences(play)
    return rule({
      findings: tried.flatMap((one) => finding(one, known)),
      missing: ended === undefined ? missing(play) : [],
      settledBy: 'a rehearsal whose migrations run on clones of the quiet copy',
      passed: ended?.stops === 0 ? 'the upgrade migrates nothing, or in one go' : words(tried, ended?.stops ?? 0),
    })
  }),
}

function words(tried: readonly Tried[], stops: number): string {
  const left = stops - tried.length
  const untried = left > 0 ? `; ${plural(left, 'stop')} more ${left === 1 ? 'was' : 'were'} not tried` : ''
  return `the rollback restored the catalog from ${plural(tried.length, 'stop')}: after ${few(tried.map(({ after }) => after))}${untried}`
}

function missing({ entries }: Play): readonly string[] {
  const failed = entriesOf(entries, 'probe.failed').filter(({ probe }) => probe === 'rollback-from-failed-step')
  if (failed.length === 0) return ['the rollback was not tried from where the upgrade may stop']
  return failed.map(({ reason }) => `the rollback could not be tried from where the upgrade may stop: ${gist(reason)}`)
}

/** What the rollback of the whole upgrade leaves behind as well is told there, once. */
function knownDifferences({ entries }: Play): ReadonlySet<string> {
  const compared = entriesOf(entries, 'catalog.compared')
  return new Set(compared.flatMap(({ differences }) => differences.map(({ object }) => object)))
}

function finding({ after, ok, reason = '', differences, seq }: Tried, known: ReadonlySet<string>): readonly Finding[] {
  const fresh = differences.filter((object) => !known.has(object))
  if (ok && fresh.length === 0) return []
  const left =
    fresh.length === 0 ? '' : `${few(fresh)} ${fresh.length === 1 ? 'differs' : 'differ'} from before the upgrade`
  const summary = ok
    ? `completes and yet ${left}`
    : [`fails: ${gist(reason)}`, ...(left === '' ? [] : [left])].join('; ')
  return [
    {
      check: rollbackFromFailedStep.id,
      severity: 'blocker',
      subject: after,
      summary: `where the upgrade stops after this, the rollback ${summary}`,
      remedy: rollbackFromFailedStep.remedy,
      measured: { differences: fresh.length },
      limit: { differences: 0 },
      evidence: [seq],
    },
  ]
}
