import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { DestroyedObject } from '../model/facts-of-ways.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { noWayDown, onPlay } from './play.ts'
import { rowsDeleted } from './rows-deleted.ts'
import { passed, rule } from './rule.ts'
import { few, plural } from './wording.ts'

type Counted = EntryOf<'destroyed.counted'>

export const rollbackWouldLose: Check = {
  id: 'rollback-would-lose',
  // What it finds is never more than a concern, so what it does not know need not stop anybody.
  gating: false,
  act: 'rollback',
  asks: 'What would be lost with the objects that the rollback drops or narrows, and with the rows that it deletes?',
  why: 'A down migration restores the old schema by dropping or deleting what is new, and what clients wrote there since goes with it. No schema check can see that, and nobody is told when it happens.',
  remedy:
    'Have the down migration keep what it drops or deletes, in a table of its own, or write down in the runbook that it is lost and from when on that is too much.',
  judge: onPlay((play) => {
    const inapplicable = noWayDown(play)
    if (inapplicable !== null) return inapplicable
    if (play.started.pointOfNoReturn === undefined) return passed('not asked: the journal is older than this check')
    const destroys = entriesOf(play.entries, 'rollback.destroys').at(-1)
    const counted = entriesOf(play.entries, 'destroyed.counted')
    const [upgraded, leaving] = (['upgraded', 'leaving'] as const).map((when) =>
      counted.findLast((one) => one.when === when),
    )
    const objects = destroys?.objects ?? []
    return rule({
      findings: [
        ...objects.flatMap((object) => finding(object, upgraded, leaving)),
        ...rowsDeleted(rollbackWouldLose.id, rollbackWouldLose.remedy, play.entries),
      ],
      missing: [
        ...(destroys === undefined ? ['no clone showed what the rollback destroys'] : []),
        ...(objects.length > 0 ? uncounted(objects, leaving) : []),
      ],
      settledBy: 'a rehearsal whose migrations run up and down on the quiet clone, and that reaches the rollback',
      passed:
        objects.length === 0
          ? 'the rollback drops or narrows nothing that holds values'
          : `no value would have been lost in what the rollback drops or narrows: ${few(objects.map(({ object }) => object))}`,
    })
  }),
}

function uncounted(objects: readonly DestroyedObject[], leaving: Counted | undefined): readonly string[] {
  if (leaving === undefined) return ['nobody counted what is in it before the rollback']
  const known = new Map(leaving.counted.map(({ object, values }) => [object, values]))
  return objects
    .filter(({ object }) => (known.get(object) ?? null) === null)
    .map(({ object }) => `what is in ${object} was not counted in time`)
}

function finding(
  { object, loss, was, is }: DestroyedObject,
  upgraded: Counted | undefined,
  leaving: Counted | undefined,
): readonly Finding[] {
  const valuesIn = (counted: Counted | undefined) =>
    counted?.counted.find((one) => one.object === object)?.values ?? null
  const [before, values] = [valuesIn(upgraded), valuesIn(leaving)]
  if (leaving === undefined || values === null || values === 0) return []
  const since = before === null ? '' : `, ${Math.max(0, values - before)} of them written since the upgrade`
  const what = { table: 'row', column: 'value', narrowed: 'value', 'enum-value': 'value' }[loss]
  const verb = loss === 'narrowed' ? `turns ${was} into ${is}, which cannot hold` : 'drops it, and with it'
  return [
    {
      check: rollbackWouldLose.id,
      severity: 'concern',
      subject: object,
      summary: `the rollback ${verb} ${plural(values, what)}${since}`,
      remedy: rollbackWouldLose.remedy,
      measured: { values, ...(before === null ? {} : { sinceUpgrade: Math.max(0, values - before) }) },
      limit: { values: 0 },
      evidence: [leaving.seq, ...(upgraded === undefined ? [] : [upgraded.seq])],
    },
  ]
}
