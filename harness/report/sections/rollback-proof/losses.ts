import type { Judgement } from '../../../checks/judgement.ts'
import { noWayDown, type Play } from '../../../checks/play.ts'
import { type EntryOf, entriesOf } from '../../../model/evidence.ts'
import type { DestroyedObject } from '../../../model/facts-of-ways.ts'
import { h, type Markup, number, table, wide } from '../../html/markup.ts'
import { bullets, notRecorded, part } from '../../html/prose.ts'

type Counted = EntryOf<'destroyed.counted'>

const TITLES = [
  'object',
  'what the way back does',
  'values it cannot keep, after the upgrade',
  'when going back',
  'of them written since',
] as const

/** What goes with the objects that the way back drops or narrows, and with the rows that it deletes. */
export function whatItDestroys(play: Play, { findings }: Judgement): readonly Markup[] {
  if (noWayDown(play) !== null) return []
  const destroys = entriesOf(play.entries, 'rollback.destroys').at(-1)
  if (destroys === undefined) {
    const old = play.started.pointOfNoReturn === undefined
    return old ? [] : part('What it destroys', [notRecorded('no clone showed what the rollback destroys')])
  }
  const counted = entriesOf(play.entries, 'destroyed.counted')
  const [upgraded, leaving] = (['upgraded', 'leaving'] as const).map((when) =>
    counted.findLast((one) => one.when === when),
  )
  const { objects } = destroys
  const deleted = findings.filter(
    ({ check, subject }) => check === 'rollback-would-lose' && !objects.some(({ object }) => object === subject),
  )
  const content =
    objects.length === 0
      ? [h('p', 'A clone showed that the way back drops or narrows nothing that could hold values.')]
      : [
          wide(
            'What the way back destroys',
            table(
              TITLES,
              objects.map((one) => row(one, upgraded, leaving)),
            ),
          ),
        ]
  return part('What it destroys', [
    ...content,
    ...bullets(deleted.map(({ subject, summary }) => `${subject}: ${summary}`)),
  ])
}

function row({ object, loss, was, is }: DestroyedObject, upgraded: Counted | undefined, leaving: Counted | undefined) {
  const [before, now] = [valuesIn(upgraded, object), valuesIn(leaving, object)]
  const what = {
    table: 'drops the table',
    column: 'drops the column',
    narrowed: `turns ${was} into ${is ?? 'nothing'}`,
    'enum-value': 'drops the value',
  }
  const since = before === null || now === null ? null : Math.max(0, now - before)
  return [object, what[loss], ...[before, now, since].map(cell)]
}

function valuesIn(counted: Counted | undefined, object: string): number | null {
  return counted?.counted.find((one) => one.object === object)?.values ?? null
}

function cell(values: number | null): string | Markup {
  return values === null ? 'not counted' : number(values.toLocaleString('en-US'))
}
