import { atLeast } from '../../checks/window-in-words.ts'
import { few, plural } from '../../checks/wording.ts'
import { entriesOf } from '../../model/evidence.ts'
import type { DestroyedObject } from '../../model/facts-of-ways.ts'
import { code, escapeMarkdown, markdownTable, toldInMarkdown } from '../markdown-text.ts'
import type { PerformedStep, RunbookSource } from './source.ts'
import { labelOf, tookOf } from './steps.ts'
import { doingsOf } from './told.ts'

/** How to go back: the way, its steps with their times, from where it was tried, and after what it leads nowhere. */
export function backSection(source: RunbookSource): readonly string[] {
  const { started, rollback } = source
  if (started.wayBack === 'none') {
    const reason = toldInMarkdown(started.reason ?? 'no reason is given')
    return ['## Going back\n', `**There is no way back**: ${reason}. ${pointOfNoReturn(source)}\n`]
  }
  const rows = rollback.map((step) => [String(step.number), code(labelOf(step)), tookOf(step)])
  return [
    '## Going back\n',
    `Way: ${code(started.wayBack)}; ${takes(source)}. ${pointOfNoReturn(source)}\n`,
    ...(rows.length === 0 ? ['No step is declared.\n'] : [markdownTable(['step', 'what', 'took here'], rows, [0, 2])]),
    ...rollback.flatMap((step) => [`### Back ${step.number}. ${code(labelOf(step))}\n`, ...doingsOf(step.told)]),
    ...fromEachStep(source),
    ...losses(source),
    '',
  ]
}

function pointOfNoReturn({ started }: RunbookSource): string {
  const { pointOfNoReturn } = started
  return pointOfNoReturn === undefined
    ? 'Not recorded: the point of no return.'
    : `Point of no return: ${toldInMarkdown(pointOfNoReturn)}.`
}

function takes({ window }: RunbookSource): string {
  const back = window.parts.find(({ name }) => name === 'way back')
  if (back?.takes == null) return `how long it takes in production is not known (${escapeMarkdown(back?.note ?? '')})`
  return `it took ${atLeast(back.takes.highMs)} here, from the end of the upgrade`
}

/** Half an upgrade is where a way back is needed most; it was tried from there on clones, where it could be. */
function fromEachStep(source: RunbookSource): readonly string[] {
  const rows = source.upgrade.flatMap((step) => {
    const [within, atEnd] = triedFrom(source, step)
    if (step.number === source.upgrade.length) return [...within, ...atEnd, wholeWay(source)]
    return [...within, ...(atEnd.length > 0 ? atEnd : [notTried(source, step)])]
  })
  return ['From where the upgrade stopped:\n', markdownTable(['after step', 'the way back', 'took here'], rows, [2])]
}

type Row = readonly string[]

/** As it was rehearsed under load: from the end of the upgrade. */
function wholeWay({ upgrade, window }: RunbookSource): Row {
  const back = window.parts.find(({ name }) => name === 'way back')?.takes ?? null
  const words = back === null ? 'not known' : 'rehearsed under load'
  return [`${upgrade.length}, at its end`, words, back === null ? '-' : atLeast(back.highMs)]
}

function notTried({ started }: RunbookSource, { number }: PerformedStep): Row {
  const words = started.wayBack === 'restore' ? 'the snapshot is of the moment before step 1' : 'not tried from here'
  return [`${number}, at its end`, words, '-']
}

/** Tries on clones, from within a step and from its end: without load, and so without a time that tells anything. */
function triedFrom({ entries }: RunbookSource, { number, label, told }: PerformedStep): readonly [Row[], Row[]] {
  const files = told?.kind === 'sql' ? told.files : []
  const tried = entriesOf(entries, 'retreat.tried').filter(({ after }) => after === label || files.includes(after))
  const isEnd = (after: string) => after === label || after === files.at(-1)
  const row = ({ after, ok, reason, differences }: (typeof tried)[number]) => [
    isEnd(after) ? `${number}, at its end` : `${number}, after ${code(after)}`,
    ok ? leadsBack(differences) : `**fails** on a clone: ${toldInMarkdown(reason ?? 'no reason was given')}`,
    '-',
  ]
  return [tried.filter(({ after }) => !isEnd(after)).map(row), tried.filter(({ after }) => isEnd(after)).map(row)]
}

function leadsBack(differences: readonly string[]): string {
  if (differences.length === 0) return 'leads back on a clone'
  return `leads back on a clone, but ${plural(differences.length, 'object')} are not as before: ${escapeMarkdown(few(differences))}`
}

function losses({ entries }: RunbookSource): readonly string[] {
  const destroyed = entriesOf(entries, 'rollback.destroys').at(-1)?.objects ?? []
  const lost = [...new Map(entriesOf(entries, 'ledger.compared').map((one) => [one.ledger, one])).values()]
  const declared = lost.reduce((sum, { declaredLostCount = 0 }) => sum + declaredLostCount, 0)
  const missing = lost.reduce((sum, { missingCount }) => sum + missingCount, 0)
  return [
    ...destroyed.map((object) => `- Going back ${destruction(object, valuesIn(entries, object))}.`),
    ...(declared === 0 ? [] : [`- It lost ${plural(declared, 'acknowledged write')} here, as declared.`]),
    ...(missing === 0 ? [] : [`- **${plural(missing, 'acknowledged write')} were gone here that nobody gave up.**`]),
    ...(lost.length === 0 ? ['- Not recorded: whether acknowledged writes survive it.'] : []),
  ]
}

/** What was in it when the way back began; null where nobody counted, or not in time. */
function valuesIn(entries: RunbookSource['entries'], { object }: DestroyedObject): number | null {
  const leaving = entriesOf(entries, 'destroyed.counted').findLast(({ when }) => when === 'leaving')
  return leaving?.counted.find((one) => one.object === object)?.values ?? null
}

function destruction({ object, loss, was, is }: DestroyedObject, values: number | null): string {
  const what = code(object)
  if (loss === 'narrowed') {
    const turns = `turns ${what} from ${escapeMarkdown(was)} into ${escapeMarkdown(is ?? 'nothing')}`
    if (values === null) return `${turns}; whether all values there fit was not counted`
    if (values === 0) return `${turns}; every value there fitted here, 0 would have been lost`
    return `${turns}, which cannot hold **${plural(values, 'value')}** that ${values === 1 ? 'was' : 'were'} there`
  }
  const drops = `drops ${what} and what was written there`
  if (values === null) return `${drops}; how much that was here was not counted`
  return values === 0
    ? `${drops}; that was nothing here`
    : `${drops}: **${plural(values, loss === 'table' ? 'row' : 'value')}** here`
}
