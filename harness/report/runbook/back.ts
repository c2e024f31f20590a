import { atLeast } from '../../checks/window-in-words.ts'
import { few, plural } from '../../checks/wording.ts'
import { entriesOf } from '../../model/evidence.ts'
import { code, escapeMarkdown, markdownTable, toldInMarkdown } from '../markdown-text.ts'
import type { RunbookSource } from './source.ts'
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
function fromEachStep({ entries, started }: RunbookSource): readonly string[] {
  const tried = entriesOf(entries, 'retreat.tried')
  const rows = tried.map(({ after, ok, reason, differences }) => [
    code(after),
    ok
      ? differences.length === 0
        ? 'leads back'
        : `leads back, and leaves ${plural(differences.length, 'object')} as they were not: ${escapeMarkdown(few(differences))}`
      : `**fails**: ${toldInMarkdown(reason ?? 'no reason was given')}`,
  ])
  if (rows.length > 0)
    return [
      'From where the upgrade stopped, tried on clones:\n',
      markdownTable(['stopped after', 'the way back'], rows),
    ]
  if (started.wayBack === 'restore') return ['From any step: the snapshot is of the moment before the first.\n']
  return [
    'Not tried from any step but the last: where the upgrade stops half-way, whether this leads back is not known.\n',
  ]
}

function losses({ entries }: RunbookSource): readonly string[] {
  const destroyed = entriesOf(entries, 'rollback.destroys').at(-1)?.objects ?? []
  const lost = [...new Map(entriesOf(entries, 'ledger.compared').map((one) => [one.ledger, one])).values()]
  const declared = lost.reduce((sum, { declaredLostCount = 0 }) => sum + declaredLostCount, 0)
  const missing = lost.reduce((sum, { missingCount }) => sum + missingCount, 0)
  return [
    ...(destroyed.length === 0
      ? []
      : [
          `- Going back destroys ${destroyed.map(({ object }) => code(object)).join(', ')} and what was written there.`,
        ]),
    ...(declared === 0 ? [] : [`- It lost ${plural(declared, 'acknowledged write')} here, as declared.`]),
    ...(missing === 0 ? [] : [`- **${plural(missing, 'acknowledged write')} were gone here that nobody gave up.**`]),
    ...(lost.length === 0 ? ['- Not recorded: whether acknowledged writes survive it.'] : []),
  ]
}
