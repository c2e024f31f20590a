import type { HeldUnderLoad } from '../../../checks/held-under-load.ts'
import { type Play, transitions } from '../../../checks/play.ts'
import { type Ran, statementsOf, tracedIn } from '../../../checks/statement.ts'
import { plural } from '../../../checks/wording.ts'
import type { TransitionPhase } from '../../../model/act.ts'
import { formatDuration } from '../../../model/duration.ts'
import { entriesOf } from '../../../model/evidence.ts'
import { spellLockMode } from '../../../model/lock-mode.ts'
import { fold, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { brief } from '../../html/prose.ts'
import { heldInWords } from './unit.ts'

const TITLES = ['where', 'act', 'statement', 'after', 'took', 'lock in use held longest', 'for'] as const

/** What the steps sent while clients were there, in order of time; nothing where nobody could see it. */
export function statementsUnderLoad(play: Play, held: ReadonlyMap<string, HeldUnderLoad>): readonly Markup[] {
  const ran = transitions(play).flatMap((act) => ranIn(play, act))
  if (ran.length === 0) return []
  const rows = ran.map(({ act, one, sinceMs }) => {
    const lock = one.place === null ? undefined : held.get(one.place)
    return [
      one.place ?? 'not known',
      act,
      h('code.roomy', brief(one.statement)),
      number(formatDuration(Math.max(0, one.startedAt - sinceMs))),
      number(formatDuration(Math.max(0, one.endedAt - one.startedAt))),
      lock === undefined ? 'none seen' : `${spellLockMode(lock.mode)} ${lock.relation}`,
      number(lock === undefined ? '-' : heldInWords(lock.heldMs)),
    ]
  })
  return [
    fold(
      `${plural(rows.length, 'statement')} of the steps, as they ran under load`,
      wide('Statements under load', table(TITLES, rows, 'After: since the first step of the act began.')),
    ),
  ]
}

function ranIn(play: Play, act: TransitionPhase) {
  const written = entriesOf(play.entries, 'statement.ran').filter((one) => one.act === act)
  const sessions = new Set([...written, ...tracedIn(play, act)].map(({ pid }) => pid))
  const ran: readonly Ran[] = [...sessions].flatMap((pid) => statementsOf(play, act, pid))
  const sorted = ran.toSorted((one, other) => one.startedAt - other.startedAt)
  const steps = entriesOf(play.entries, 'step.ended').filter((step) => step.act === act)
  const sinceMs = Math.min(
    ...steps.map(({ startedAt }) => startedAt),
    ...sorted.slice(0, 1).map((one) => one.startedAt),
  )
  return sorted.map((one) => ({ act, one, sinceMs }))
}
