import { atLeast, momentInWords } from '../../checks/window-in-words.ts'
import type { Entry } from '../../model/evidence.ts'
import { toldInMarkdown } from '../markdown-text.ts'
import { ownerOf, phaseOf, type RunbookSource } from './source.ts'

const MINUTE = 60_000
const QUARTER = 15

/**
 * Notices to customers and colleagues, to be adapted. They announce the longer of what is declared and what was measured
 * with its buffer, and never less trouble than the rehearsal saw.
 */
export function noticesSection(source: RunbookSource): readonly string[] {
  const { judgement, window } = source
  const head = ['## Notices\n']
  if (judgement.verdict !== 'go')
    return [...head, 'None is offered: nothing should be announced on the strength of this rehearsal.\n']
  if (window.plannedMs === null)
    return [
      ...head,
      `None is offered: how long the change takes is not known (${toldInMarkdown(window.unknown.join('; '))}).\n`,
    ]
  return [
    ...head,
    '**Adapt before sending.**\n',
    '### To customers\n',
    ...customers(source),
    '### To colleagues\n',
    ...colleagues(source),
  ]
}

function customers(source: RunbookSource): readonly string[] {
  return [
    `> **Planned maintenance, ${whenOf(source)}**`,
    '>',
    `> We will carry out planned maintenance within ${announced(source)}. ${trouble(source)} ${after(source)}`,
    '',
  ]
}

function colleagues(source: RunbookSource): readonly string[] {
  const { started, window, run } = source
  const contact = started.change?.contact ?? '[contact]'
  const back = window.parts.find(({ name }) => name === 'way back')?.takes ?? null
  const goingBack =
    back === null
      ? 'There is no way back.'
      : `Going back took ${atLeast(back.highMs)} and is decided in time to end within the window.`
  return [
    `> **${toldInMarkdown(run.rehearsal)}, ${whenOf(source)}**`,
    '>',
    `> Planned: ${announced(source)}, of which the work and its way back took ${atLeast(window.needed?.highMs ?? 0)} in the rehearsal. Lead: ${toldInMarkdown(ownerOf(source))}, ${toldInMarkdown(contact)}. ${trouble(source)} ${goingBack} Please deploy nothing and start no long query or job on this database meanwhile.`,
    '',
  ]
}

function whenOf({ window }: RunbookSource): string {
  const { from = null, to = null } = window.declared ?? {}
  return from === null || to === null ? '[date and time]' : `${momentInWords(from)} to ${momentInWords(to)} UTC`
}

/** In whole quarters of an hour, upwards. */
function announced({ window }: RunbookSource): string {
  const ms = Math.max(window.plannedMs ?? 0, window.declared?.durationMs ?? 0)
  const minutes = Math.ceil(ms / MINUTE / QUARTER) * QUARTER
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const words = [...(hours === 0 ? [] : [`${hours} h`]), ...(rest === 0 ? [] : [`${rest} min`])]
  return `a window of ${words.join(' ')}`
}

/** What was felt in the upgrade and on the way back, which may be needed as well; whole minutes, upwards. */
function trouble({ entries }: RunbookSource): string {
  const feltMs = Math.max(feltIn(entries, 'upgrade'), feltIn(entries, 'rollback'))
  if (feltMs === 0) return 'Short interruptions and slow answers are possible at any time within it.'
  const minutes = Math.ceil(feltMs / MINUTE)
  return `Expect interruptions or slow answers of ${minutes === 1 ? 'up to a minute' : `up to ${minutes} minutes`}, at any time within it.`
}

function after({ started }: RunbookSource): string {
  const losing = started.wayBack === 'restore'
  return losing
    ? 'Should we have to go back to the version before, what was entered within the window may have to be entered again.'
    : 'Should we have to go back to the version before, it happens within the same window.'
}

/** From the first to the last moment in which a request stalled or failed; clients cannot tell pauses in between. */
function feltIn(entries: readonly Entry[], name: 'upgrade' | 'rollback'): number {
  const stalls = phaseOf(entries, name)?.stalls ?? []
  if (stalls.length === 0) return 0
  return Math.max(...stalls.map(({ toMs }) => toMs)) - Math.min(...stalls.map(({ fromMs }) => fromMs))
}
