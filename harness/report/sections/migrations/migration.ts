import { placeOf } from '../../../checks/statement.ts'
import { confirm } from '../../../checks/trials/confirmation.ts'
import {
  heldMs,
  outcomeInWords,
  predictionsInWords,
  STATEMENT_TITLES,
  statementInWords,
  strongestOf,
  untestedOf,
} from '../../../checks/trials/statements-in-words.ts'
import { formatDuration } from '../../../model/duration.ts'
import { entriesOf } from '../../../model/evidence.ts'
import { spellLockMode } from '../../../model/lock-mode.ts'
import { h, type Markup, number, table, wide } from '../../html/markup.ts'
import { brief, bullets, notRecorded, roomy } from '../../html/prose.ts'
import { stairTold } from './stair.ts'
import { heldInWords, heldOf, type Unit } from './unit.ts'

const TITLES = [...STATEMENT_TITLES, 'held alone', 'held under load'] as const
const WORDY: ReadonlySet<string> = new Set(['strongest lock', 'worst stall'])
const FIGURES: ReadonlySet<string> = new Set(['line', 'took'])

/** All that was seen of one migration, closed until somebody wants it. */
export function migrationTold(unit: Unit): Markup {
  const { id, name, direction, examined } = unit
  const way = direction === 'down' ? ' (the way back)' : ''
  return h('details.migration', { id }, [
    h('summary', `${name}${way}`),
    ...(examined === null ? [] : trialsOf(unit, examined)),
    ...(unit.stair === null ? [] : stairTold(unit.stair)),
  ])
}

function trialsOf(unit: Unit, { migration, watched }: NonNullable<Unit['examined']>): readonly Markup[] {
  const { statements } = unit
  const mine = statements.length === watched.statements.length
  const grid =
    statements.length === 0
      ? notRecorded('no statement of it was traced')
      : wide(
          `Statements of ${unit.name}`,
          table(
            TITLES,
            statements.map((statement) => row(unit, statement)),
          ),
        )
  const place = ({ file }: { readonly file: string }) => mine || file === unit.name
  const found = entriesOf(migration.entries, 'scanner.found').filter((one) => place(one.place))
  const suspected = found.map((one) => {
    const { answer, because } = confirm(migration, one)
    const verdict = { confirmed: 'confirmed', refuted: 'refuted', neither: 'neither confirmed nor refuted' }[answer]
    return `${placeOf(one.place)}, ${one.scanner}: ${one.summary} (${verdict}: ${because})`
  })
  // What is said of a step as a whole stands with each of its files only where there is one.
  const whole = mine
    ? [...predictionsInWords(migration), ...untestedOf(migration).map((clause) => `unknown: ${clause}`)]
    : []
  return [
    ...(mine ? [h('p', outcomeInWords(watched).replaceAll('   ', ', '))] : []),
    grid,
    ...bullets([...suspected, ...whole]),
  ]
}

function row(unit: Unit, statement: Unit['statements'][number]): readonly (string | Markup)[] {
  if (unit.examined === null) return []
  const { watched } = unit.examined
  const words = statementInWords(statement, watched)
  const cells = words.map((text, index) => {
    const title = STATEMENT_TITLES[index] ?? ''
    if (title === 'statement') return h('code.roomy', brief(text))
    if (FIGURES.has(title)) return number(text)
    return WORDY.has(title) && text !== '' ? roomy(text) : text
  })
  const ms = heldMs(statement, watched)
  const alone = strongestOf(statement.locks) === null ? '' : ms === null ? 'end not seen' : formatDuration(ms)
  const load = heldOf(unit, statement)
  const underLoad = load === null ? '' : `${heldInWords(load.heldMs)} ${spellLockMode(load.mode)} ${load.relation}`
  return [...cells, number(alone), underLoad]
}
