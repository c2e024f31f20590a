import { playOf } from '../../checks/play.ts'
import { delaysInWords } from '../../checks/retries/retries-in-words.ts'
import { ACT_NAMES, type PhaseName } from '../../model/act.ts'
import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Ruling } from '../../model/finding.ts'
import type { RetriesSeen } from '../../model/retries-seen.ts'
import { fold, type Markup, number, table, wide } from '../html/markup.ts'
import { notRecorded, paragraphs } from '../html/prose.ts'
import type { Section } from '../html/section.ts'

type Calls = EntryOf<'partner.calls'>

const COMPARED: readonly PhaseName[] = ['baseline', 'soak', 'restored']
const CHANGES = [
  'stand-in and operation',
  'delays between attempts, ms',
  'attempts per retried call',
  'given up',
] as const
const CALLS = [
  'stand-in and operation',
  'act',
  'calls',
  'by attempt: 1st, 2nd, …',
  'faults answered',
  'failed first, delays until tried again, ms',
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
    const retried = calls.filter(isRetried)
    const ruling = judgement.checks.find(({ id }) => id === 'retries-changed')?.ruling
    return [
      ...silent.map((name) => notRecorded(`stand-in ${name} left no record of its calls`)),
      ...(ruling === undefined ? [] : paragraphs([`Retries, before against after: ${sayingOf(ruling)}`])),
      ...(retried.length === 0
        ? []
        : [wide('How failed calls were tried again', table(CHANGES, changesOf(retried), ORDER))]),
      ...(calls.length === 0 ? [] : callsMade(calls, entries)),
    ]
  },
}

function sayingOf({ ruling, because }: Ruling): string {
  if (ruling === 'found') return `${because}, under findings.`
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

type Retried = Calls & { readonly retries: RetriesSeen }

function isRetried(calls: Calls): calls is Retried {
  return (calls.retries?.failedFirst ?? 0) > 0
}

const ORDER = 'Each is baseline → soak → restored; acts in which no call failed are left out.'

/** A row per operation, what was before on the left of what came after. */
function changesOf(retried: readonly Retried[]): readonly (readonly (string | Markup)[])[] {
  const groups = Map.groupBy(
    retried.filter(({ phase }) => COMPARED.includes(phase)),
    nameOf,
  )
  return [...groups].map(([name, acts]) => [
    name,
    ...[delaysOf, attemptsOf, givenUpOf].map((told) => number(acts.map(({ retries }) => told(retries)).join(' → '))),
  ])
}

function delaysOf(retries: RetriesSeen): string {
  return delaysInWords(retries) || 'none tried again'
}

function attemptsOf({ attempts, failedFirst }: RetriesSeen): string {
  const all = attempts.reduce((sum, count, index) => sum + count * (index + 1), 0)
  return (all / failedFirst).toFixed(2)
}

function givenUpOf({ givenUp, failedFirst }: RetriesSeen): string {
  return `${givenUp} of ${failedFirst}`
}

function callsMade(calls: readonly Calls[], entries: readonly Entry[]): readonly Markup[] {
  const rows = calls.map((one) => [
    nameOf(one),
    one.phase,
    number(one.calls.toLocaleString('en-US')),
    number(one.attempts.join(', ') || '0'),
    number(String(one.faults)),
    number(isRetried(one) ? `${one.retries.failedFirst}: ${delaysOf(one.retries)}` : '-'),
    number(one.gapsMs.map((ms) => String(Math.round(ms))).join(', ') || '-'),
  ])
  const total = entriesOf(entries, 'partner.recorded').reduce((sum, one) => sum + (one.calls ?? 0), 0)
  const all = total === 0 ? '' : `, ${total.toLocaleString('en-US')} in all`
  return [fold(`Calls by act${all}`, wide('Calls to stand-ins', table(CALLS, rows)))]
}
