import { dirname, join } from 'node:path'
import { COMPARED_TITLES, endpointInWords, hangsInWords, metricInWords } from '../checks/compared-in-words.ts'
import { nightsInWords } from '../checks/nights-in-words.ts'
import { few } from '../checks/wording.ts'
import { type ComparedRuns, compareRuns, type RunOnDisk } from '../comparison/compare-runs.ts'
import { environmentHash, environmentOf } from '../comparison/environment.ts'
import { type Recalled, readNights } from '../comparison/history.ts'
import { trendsInWorker } from '../comparison/trends.ts'
import { RehearsalError } from '../errors.ts'
import { readJournal } from '../journal/read.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Comparison } from '../model/facts-of-judging.ts'
import type { Trend } from '../model/facts-of-nights.ts'
import { tableLines } from '../terminal/columns.ts'
import { tame, tameLine } from '../terminal/ink.ts'
import { marginsInWords, missedMargins } from './margins-in-words.ts'
import { regressed, unsettled } from './unsettled.ts'

export interface CompareOptions {
  readonly json?: boolean
  /** Folder of the nights; beside the folder of runs unless said. */
  readonly history?: string
}

interface Answered {
  readonly earlier: string
  readonly later: string
  readonly compared: ComparedRuns
  /** By which the later run is held against the earlier. */
  readonly margins: readonly string[]
  readonly nights: number
  readonly older: number
  readonly foreign: number
  readonly trends: readonly Trend[]
}

/** Whose requests hung, where it is not phases that are compared. */
const OF_RUNS = ['the later run', 'the earlier'] as const

const NONE: Recalled = { nights: [], older: 0, foreign: 0 }

/**
 * Two runs, the earlier first: their soaks by the judge of one run, their baselines as a control, and the trend of the
 * nights in the later one's environment. Resolves to 3 where that settles nothing, to 1 where an endpoint regressed, else
 * to 0.
 */
export async function compareCommand(
  [one, other]: readonly [string, string],
  { json = false, history }: CompareOptions = {},
  out: (text: string) => unknown = (text) => process.stdout.write(text),
): Promise<number> {
  const [earlier, later] = [readRun(one), readRun(other)]
  const compared = await compareRuns(earlier, later)
  const environment = environmentOf(later.entries)
  const { nights, older, foreign }: Recalled =
    environment === null ? NONE : readNights(history ?? join(dirname(dirname(other)), 'history'), environment)
  const trends = await trendsInWorker(nights)
  const [started] = entriesOf(later.entries, 'rehearsal.started')
  const margins = started === undefined || compared.soak === null ? [] : marginsInWords(started.limits, compared.soak)
  const answered = { earlier: one, later: other, compared, margins, nights: nights.length, older, foreign, trends }
  const doubt = unsettled(earlier, later, compared)
  if (json) {
    const hash = environment === null ? null : environmentHash(environment)
    out(`${JSON.stringify({ fulldress: 1, environment: hash, unsettled: doubt, ...answered }, null, 2)}\n`)
  } else out(`${[...lines(answered), conclusion(compared, doubt)].map(tameLine).join('\n')}\n`)
  if (doubt !== null) return 3
  return regressed(compared.soak).length > 0 ? 1 : 0
}

function readRun(folder: string): RunOnDisk {
  const { entries } = readJournal(join(folder, 'journal.jsonl'))
  if (entriesOf(entries, 'traffic.phase').some(({ phase }) => phase === 'baseline' || phase === 'soak'))
    return { folder, entries }
  throw new RehearsalError(
    'run-unreadable',
    `expected a run with a baseline or a soak in ${folder}, found neither`,
    'name two runs of `fulldress rehearse` that came as far',
  )
}

function lines({ earlier, later, compared, margins, nights, trends, older, foreign }: Answered): readonly string[] {
  const pairs = compared.pairing === 'triplets' ? 'block by block, for both sent the same schedule' : 'without pairs'
  const { differences } = compared
  return [
    `${later} against ${earlier}, ${pairs}`,
    ...differences.map((clause) => `not the same environment: ${clause}`),
    ...(['soak', 'baseline'] as const).flatMap((name) => phaseLines(name, compared[name])),
    ...margins.map((words, index) => (index === 0 ? words : `  ${words}`)),
    ...nightsInWords(nights, trends, { older, foreign }).map((words, index) => (index === 0 ? words : `  ${words}`)),
  ]
}

function phaseLines(name: string, comparison: Comparison | null): readonly string[] {
  if (comparison === null) return [`${name}: one of the runs has none`]
  const columns = COMPARED_TITLES.map((title, index) => ({
    title,
    align: [1, 3, 4].includes(index) ? ('right' as const) : ('left' as const),
    most: 40,
  }))
  return [
    `${name}:`,
    ...tableLines(
      columns,
      comparison.endpoints.map((one) => endpointInWords(one).map(tame)),
    ).map((line) => `  ${line}`),
    ...regressed(comparison).flatMap((one) =>
      [
        ...(one.hangs ?? []).map((hangs) => hangsInWords(hangs, OF_RUNS)),
        ...one.metrics.filter(({ answer }) => answer === 'regressed').map((metric) => metricInWords(one, metric)),
      ].map((words) => `  REGRESSED  ${one.endpoint}: ${words}`),
    ),
    ...(name === 'soak' ? missedMargins(comparison) : []).map((words) => `  not settled  ${words}`),
    ...comparison.design.notes.map((note) => `  ${note}`),
  ]
}

function conclusion({ soak }: ComparedRuns, doubt: string | null): string {
  if (soak === null) return `NOT COMPARED  ${doubt}`
  if (doubt !== null) return `NOT SETTLED  ${doubt}`
  const names = regressed(soak).map(({ endpoint }) => endpoint)
  if (names.length > 0) return `REGRESSED  ${names.join(', ')}`
  const { endpoints } = soak
  const unseen = endpoints.filter(({ quantile }) => quantile === null).map(({ endpoint }) => endpoint)
  const open = endpoints.filter(({ answer, quantile }) => answer === 'inconclusive' && quantile !== null).length
  const doubts = [
    ...(open === 0
      ? []
      : [`${open} of ${endpoints.length} not settled: a slowdown may hide there, and longer acts would tell`]),
    ...(unseen.length === 0 ? [] : [`too few requests to see a tail of ${few(unseen)}`]),
  ]
  return `NOTHING REGRESSED${doubts.length === 0 ? '' : `  but ${doubts.join('; ')}`}`
}
