import type { Told } from './fulldress.ts'
import type { Said } from './tools.ts'

export type Label = 'dangerous' | 'safe'

/** What is known of one migration: its label, and what each tool says. */
export interface Result {
  readonly fulldress?: Told
  readonly squawk?: Said
  readonly pgfence?: Said
}

type Outcome = 'detect' | 'miss' | 'false alarm' | 'silent' | 'no answer' | ''

interface Column {
  readonly heading: string
  readonly of: (result: Result) => boolean | 'no answer' | undefined
  /** The alarm names a line of the migration. */
  readonly placed?: (result: Result) => boolean
}

const COLUMNS: readonly Column[] = [
  {
    heading: 'fulldress',
    of: ({ fulldress }) =>
      fulldress !== undefined && ![0, 1].includes(fulldress.exitCode ?? -1) ? 'no answer' : fulldress?.alarm,
    placed: ({ fulldress }) => fulldress?.placed === true,
  },
  { heading: 'squawk', of: ({ squawk }) => squawk?.alarm },
  { heading: 'squawk, of statements', of: ({ squawk }) => squawk?.alarmAboutStatement },
  { heading: 'pgfence', of: ({ pgfence }) => pgfence?.alarm },
  { heading: 'pgfence, of statements', of: ({ pgfence }) => pgfence?.alarmAboutStatement },
]

export interface Tally {
  readonly heading: string
  readonly asked: number
  readonly detected: number
  readonly missed: readonly string[]
  readonly falseAlarms: readonly string[]
  readonly silent: number
  readonly unanswered: readonly string[]
}

export function tally(labels: ReadonlyMap<string, Label>, results: ReadonlyMap<string, Result>): readonly Tally[] {
  return COLUMNS.map((column) => {
    const named = (outcome: Outcome) =>
      [...labels]
        .filter(([name, label]) => outcomeOf(column, label, results.get(name)) === outcome)
        .map(([name]) => name)
    return {
      heading: column.heading,
      asked: labels.size - named('').length,
      detected: named('detect').length,
      missed: named('miss'),
      falseAlarms: named('false alarm'),
      silent: named('silent').length,
      unanswered: named('no answer'),
    }
  })
}

/** The committed table, in Markdown. */
export function renderTable(
  labels: ReadonlyMap<string, Label>,
  results: ReadonlyMap<string, Result>,
  versions: readonly string[],
): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const dangerous = [...labels.values()].filter((label) => label === 'dangerous').length
  const tallies = tally(labels, results)
  return [
    '# The corpus, side by side',
    '',
    `${labels.size} migrations: ${dangerous} dangerous, ${labels.size - dangerous} safe, by \`label.ts\`, which sees the harm with psql`,
    'and one client (`labels.json` has the figures; the rule stands in `rule.ts`). Written by `npm run bar -- corpus`.',
    '',
    `Each tool as it comes: ${versions.join(', ')}. \`fulldress locks\` has the base and the`,
    "application's statements; `squawk FILE` and `pgfence analyze --ci FILE` read the SQL. An alarm is exit code 1, and",
    'for fulldress a blocker that names a line of the file. "Of statements" leaves out what they say of missing timeouts,',
    'naming and style, and counts what pgfence rates medium or higher.',
    '',
    row(['', ...tallies.map(({ heading }) => heading)]),
    row(['---', ...tallies.map(() => '---:')]),
    row([`asked, of ${labels.size}`, ...tallies.map(({ asked }) => `${asked}`)]),
    row([`detected, of ${dangerous}`, ...tallies.map(({ detected }) => `${detected}`)]),
    row(['missed', ...tallies.map(({ missed }) => `${missed.length}`)]),
    row([`false alarms, of ${labels.size - dangerous}`, ...tallies.map(({ falseAlarms }) => `${falseAlarms.length}`)]),
    row(['no answer', ...tallies.map(({ unanswered }) => `${unanswered.length}`)]),
    '',
    row(['migration', 'label', ...COLUMNS.map(({ heading }) => heading)]),
    row(['---', '---', ...COLUMNS.map(() => '---')]),
    ...[...labels].map(([name, label]) =>
      row([name, label, ...COLUMNS.map((column) => outcomeOf(column, label, results.get(name)))]),
    ),
    '',
  ].join('\n')
}

function outcomeOf({ of, placed }: Column, label: Label, result: Result | undefined): Outcome {
  const alarm = result === undefined ? undefined : of(result)
  if (alarm === undefined) return ''
  if (alarm === 'no answer') return alarm
  if (label === 'dangerous') return alarm && (result === undefined || placed?.(result) !== false) ? 'detect' : 'miss'
  return alarm ? 'false alarm' : 'silent'
}
