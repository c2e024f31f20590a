import { headlineOf } from '../checks/headline.ts'
import type { CheckRuling, Judgement } from '../checks/judgement.ts'
import { comparedWays } from '../checks/way-figures.ts'
import { otherWaysInWords, WAY_TITLES, wayInWords } from '../checks/ways-in-words.ts'
import { windowOf } from '../checks/window.ts'
import { windowInWords } from '../checks/window-in-words.ts'
import { drawn } from '../errors.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { type Column, tableLines } from './columns.ts'
import { comparedLines } from './compared-lines.ts'
import { fidelityLines } from './fidelity-lines.ts'
import { type Ink, ink, tame } from './ink.ts'

/** More would scroll the worst out of sight; the report has them all. */
const MOST = 25
/** A run that stops early leaves most checks without an answer; the first say why, the rest need only be named. */
const MOST_UNKNOWN = 4
const LABEL = 9

export interface VerdictOptions {
  readonly color: boolean
  /** Where the report is, as the reader can open it. */
  readonly report: string
}

/** Findings worst first, then what is not known, then the one line that can be grepped. Newline included. */
export function verdictLines(
  entries: readonly Entry[],
  judgement: Judgement,
  { color, report }: VerdictOptions,
): string {
  const paint = ink(color)
  const { checks, findings, verdict } = judgement
  // What was never looked at is no news beside the reason why the run ended.
  const ended = entriesOf(entries, 'operator.must.act').at(-1)
  const unknown = ended ? [] : checks.filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
  const shown = findings.slice(0, MOST)
  const width = Math.max(0, ...shown.map(({ check }) => check.length), ...unknown.map(({ id }) => id.length))
  const more = findings.length > MOST ? [`… and ${findings.length - MOST} more in ${report}`] : []
  const { verdict: word, counts } = headlineOf(entries, judgement)
  const shade = { go: paint.green, 'no-go': paint.red, inconclusive: paint.yellow }[verdict]
  return [
    ...shown.flatMap((finding, index) => drawnLines(() => findingLines(finding, shown.slice(0, index), width, paint))),
    ...more,
    ...unknown
      .slice(0, MOST_UNKNOWN)
      .flatMap((check, index) => unknownLines(check, unknown.slice(0, index), width, paint)),
    ...alsoUnknown(unknown.slice(MOST_UNKNOWN), paint),
    ...drawnLines(() => windowLines(entries)),
    ...drawnLines(() => comparison(entries, judgement)),
    ...drawnLines(() => comparedLines(entries, paint)),
    ...drawnLines(() => fidelityLines(entries, paint)),
    `${paint.bold(shade(word))}  ${counts}   ${report}`,
    '',
  ].join('\n')
}

function drawnLines(lines: () => readonly string[]): readonly string[] {
  return drawn(lines, (sentence) => [`  ${tame(sentence)}`])
}

/** How long the change takes in production, once that is known; a window that was declared is told of as a whole. */
function windowLines(entries: readonly Entry[]): readonly string[] {
  const window = windowOf(entries)
  if (window === null || (window.needed === null && window.declared === null)) return []
  const sentences = windowInWords(window).slice(0, window.declared === null ? 1 : undefined)
  return sentences.map((sentence, index) => (index === 0 ? 'window' : '').padEnd(LABEL) + tame(sentence))
}

/** The ways back beside each other, where more than one was rehearsed. */
function comparison(entries: readonly Entry[], { verdict }: Judgement): readonly string[] {
  const ways = comparedWays(entries, verdict)
  if (ways.length === 0) return []
  const columns = WAY_TITLES.map((title, index): Column => ({ title, align: index < 2 ? 'left' : 'right', most: 24 }))
  const others = otherWaysInWords(entries).map((sentence) => `  ${tame(sentence)}`)
  return [...tableLines(columns, ways.map(wayInWords)), ...others]
}

function findingLines(finding: Finding, before: readonly Finding[], width: number, paint: Ink): readonly string[] {
  const { severity, check, subject, summary, remedy, evidence } = finding
  // A folder of migrations repeats one mistake; its remedy, the longest part, need not be read each time.
  const same = before.find((other) => other.remedy === remedy)
  const advice = same === undefined ? remedy : `As above, for ${same.check} at ${same.subject}.`
  const label = colorOf(severity, paint)(severity.toUpperCase().padEnd(LABEL))
  const [first] = evidence
  const seen = first === undefined ? '' : `     ${paint.dim(`journal #${first}`)}`
  return [`${label}${check.padEnd(width)}   ${tame(subject)}`, `  ${tame(summary)}`, `  → ${tame(advice)}${seen}`]
}

/** Checks that lack the same instrument say so in the same words. */
function unknownLines(
  { id, asks, ruling: { because } }: CheckRuling,
  before: readonly CheckRuling[],
  width: number,
  paint: Ink,
): readonly string[] {
  const same = before.find(({ ruling }) => ruling.because === because)
  const told = same === undefined ? because : `As above, for ${same.id}.`
  return [`${paint.yellow('UNKNOWN'.padEnd(LABEL))}${id.padEnd(width)}   ${asks}`, `  ${tame(told)}`]
}

function alsoUnknown(checks: readonly CheckRuling[], paint: Ink): readonly string[] {
  if (checks.length === 0) return []
  return [`${paint.yellow('UNKNOWN'.padEnd(LABEL))}and ${checks.length} more: ${checks.map(({ id }) => id).join(', ')}`]
}

function colorOf(severity: Severity, { red, yellow, dim }: Ink): (text: string) => string {
  return { blocker: red, concern: yellow, note: dim }[severity]
}
