import { playOf } from '../../checks/play.ts'
import { delaysInWords } from '../../checks/retries/retries-in-words.ts'
import { ACT_NAMES } from '../../model/act.ts'
import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import { fold, type Markup, number, table, wide } from '../html/markup.ts'
import { notRecorded, paragraphs } from '../html/prose.ts'
import type { Section } from '../html/section.ts'

type Calls = EntryOf<'partner.calls'>

const CHANGES = [
  'stand-in and operation',
  'act',
  'retried calls',
  'delays between attempts, ms',
  'attempts',
  'given up',
] as const
const CALLS = [
  'stand-in and operation',
  'act',
  'calls',
  'by attempt: 1st, 2nd, …',
  'faults answered',
  'gaps between arrivals, ms',
] as const

/** What third parties were called for, and how calls that failed were tried again, act by act. */
export const partners: Section = {
  id: 'partners',
  title: 'Third parties',
  render({ entries, judgement }) {
    const play = playOf(entries)
    const calls = inOrder(entriesOf(entries, 'partner.calls'))
    const recorded = entriesOf(entries, 'partner.recorded')
    const declared = play?.started.partners ?? []
    if (declared.length + calls.length === 0) return null
    const silent = declared.filter((name) => recorded.findLast(({ partner }) => partner === name)?.calls == null)
    const retried = calls.filter(({ retries }) => (retries?.failedFirst ?? 0) > 0)
    const ruling = judgement.checks.find(({ id }) => id === 'retries-changed')?.ruling
    return [
      ...silent.map((name) => notRecorded(`stand-in ${name} left no record of its calls`)),
      ...(ruling === undefined ? [] : paragraphs([`Retries, before against after: ${sayingOf(ruling.because)}`])),
      ...(retried.length === 0
        ? []
        : [wide('How failed calls were tried again', table(CHANGES, retried.map(changeRow)))]),
      ...(calls.length === 0 ? [] : callsMade(calls, entries)),
    ]
  },
}

function sayingOf(because: string): string {
  return because.endsWith('.') ? because : `${because}.`
}

/** Operation by operation, in the order of the play, so that before stands above after. */
function inOrder(calls: readonly Calls[]): readonly Calls[] {
  const groups = Map.groupBy(calls, nameOf)
  return [...groups.values()].flatMap((same) =>
    same.toSorted((one, other) => ACT_NAMES.indexOf(one.phase) - ACT_NAMES.indexOf(other.phase)),
  )
}

function nameOf({ partner, operation }: Calls): string {
  return `${partner} ${operation}`
}

function changeRow(calls: Calls): readonly (string | Markup)[] {
  const { retries, phase } = calls
  if (retries === undefined) return []
  const delays = delaysInWords(retries)
  return [
    nameOf(calls),
    phase,
    number(String(retries.failedFirst)),
    number(delays === '' ? 'none tried again' : delays),
    number(attemptsInWords(retries.attempts)),
    number(`${retries.givenUp} of ${retries.failedFirst}`),
  ]
}

/** `12 × 1, 30 × 2, 4 × 3`: how many calls took how many attempts. */
function attemptsInWords(attempts: readonly number[]): string {
  return attempts.flatMap((count, index) => (count === 0 ? [] : [`${count} × ${index + 1}`])).join(', ')
}

function callsMade(calls: readonly Calls[], entries: readonly Entry[]): readonly Markup[] {
  const rows = calls.map((one) => [
    nameOf(one),
    one.phase,
    number(one.calls.toLocaleString('en-US')),
    number(one.attempts.join(', ') || '0'),
    number(String(one.faults)),
    number(one.gapsMs.map((ms) => String(Math.round(ms))).join(', ') || '-'),
  ])
  const total = entriesOf(entries, 'partner.recorded').reduce((sum, one) => sum + (one.calls ?? 0), 0)
  const all = total === 0 ? '' : `, ${total.toLocaleString('en-US')} in all`
  return [fold(`Calls by act${all}`, wide('Calls to stand-ins', table(CALLS, rows)))]
}
