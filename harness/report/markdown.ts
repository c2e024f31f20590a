import { answerOf } from '../checks/answer-of.ts'
import { FIDELITY_TITLES, fidelityInWords, leftOutInWords, replayedInWords } from '../checks/fidelity-in-words.ts'
import { type Headline, headlineOf } from '../checks/headline.ts'
import type { CheckRuling, Judgement } from '../checks/judgement.ts'
import { type Reason, wholeReasonsOf } from '../checks/reasons.ts'
import { comparedWays } from '../checks/way-figures.ts'
import { otherWaysInWords, WAY_TITLES, wayInWords } from '../checks/ways-in-words.ts'
import { windowOf } from '../checks/window.ts'
import { windowInWords } from '../checks/window-in-words.ts'
import { few } from '../checks/wording.ts'
import { drawn } from '../errors.ts'
import { formatRate, formatSeconds } from '../model/duration.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { WayFigures } from '../model/facts-of-ways.ts'
import type { Finding } from '../model/finding.ts'
import { comparedOf } from './compared.ts'
import { code, escapeMarkdown, toldInMarkdown } from './markdown-text.ts'
import { type RunFacts, runFactsOf } from './run.ts'

/** A comment on a pull request may have 65,536 characters; the rest of the findings is in verdict.json. */
const MOST_BYTES = 60_000
const MOST_TRACED = 20_000
/** What findings are sure of beside long tables, and what checks that do not know may take. */
const MOST_FINDINGS = 24_000
const MOST_UNKNOWN = 12_000
/** More than any runtime has to say. */
const MOST_WEAKER = 20
/** Enough to begin with; verdict.json has all. */
const MOST_EVIDENCE = 8

/**
 * The report for a pull request: the verdict first, then what was found, then what was traced, as the terminal shows it
 * in plain text, then what was asked.
 */
export function renderMarkdown(entries: readonly Entry[], judgement: Judgement, traced = ''): string {
  const run = runFactsOf(entries)
  const reasons = wholeReasonsOf(entries, judgement)
  const before = [
    title(run, headlineOf(entries, judgement)),
    // Three lines at most: what is read first must be enough to act on.
    ...reasons.map(({ brief }) => `- ${toldInMarkdown(brief)}`),
    '',
    ...drawnLines(() => plannedWindow(entries)),
    ...drawnLines(() => wayBack(run)),
    ...drawnLines(() => ways(comparedWays(entries, judgement.verdict), entries)),
    ...drawnLines(() => weaker(run)),
    ...asManyAsFit(unknowns(judgement.checks, reasons), MOST_UNKNOWN),
  ].join('\n')
  const findings = judgement.findings.flatMap((one) => drawnLines(() => [finding(one)]))
  const left = MOST_BYTES - size(before)
  const after = sectionsThatFit(
    [
      () => statements(traced),
      () => checks(judgement.checks),
      () => acts(run),
      () => compared(entries),
      () => fidelity(entries),
      () => traffic(entries),
    ].flatMap((section) => {
      const lines = drawnLines(section)
      return lines.length === 0 ? [] : [lines.join('\n')]
    }),
    left - Math.min(size(findings.join('\n')), MOST_FINDINGS),
  )
  return `${[before, ...asManyAsFit(findings, left - size(after)), after].join('\n')}\n`
}

function drawnLines(lines: () => readonly string[]): readonly string[] {
  return drawn(lines, (sentence) => [`_${toldInMarkdown(sentence)}_\n`])
}

/** Sections in order; one that is too long makes room for those after it. */
function sectionsThatFit(sections: readonly string[], room: number): string {
  const kept: string[] = []
  let left = room
  for (const section of sections) {
    const told = size(section) + 1 <= left ? section : '_A section is too long for this report: report.html has it._\n'
    left -= size(told) + 1
    kept.push(told)
  }
  return kept.join('\n')
}

function title(
  { rehearsal, runtime, database, startedAt, durationMs }: RunFacts,
  { verdict, counts }: Headline,
): string {
  // A journal may come from elsewhere, its names and its clock with it.
  const stage = toldInMarkdown([runtime, ...database].join(', '))
  const when = toldInMarkdown(startedAt)
  return `## ${verdict}: ${toldInMarkdown(rehearsal)}\n\n${counts}. ${stage}, ${when}, ${formatSeconds(durationMs)}.\n`
}

function plannedWindow(entries: readonly Entry[]): readonly string[] {
  const window = windowOf(entries)
  const told = window === null ? [] : [`**Window.** ${toldInMarkdown(windowInWords(window).join(' '))}\n`]
  const performed = entriesOf(entries, 'step.ended').some(({ act }) => act === 'upgrade')
  const steps = window === null || !performed ? '' : `, the steps with their times are in ${code('runbook.md')}`
  return [...told, `The whole report is ${code('report.html')}${steps}.\n`]
}

function wayBack({ back }: RunFacts): readonly string[] {
  if (back === null) return []
  return [`Way back: ${toldInMarkdown(back.way)}; point of no return: ${toldInMarkdown(back.pointOfNoReturn)}.\n`]
}

/** The ways back beside each other, the declared one first. */
function ways(compared: readonly WayFigures[], entries: readonly Entry[]): readonly string[] {
  if (compared.length === 0) return []
  const others = otherWaysInWords(entries).map((sentence) => `- ${toldInMarkdown(sentence)}`)
  const rows = compared.map((way) => `| ${wayInWords(way).join(' | ')} |`)
  return [`| ${WAY_TITLES.join(' | ')} |`, '| --- | --- | ---: | ---: | ---: | ---: |', ...rows, '', ...others, '']
}

/** What this runtime cannot show belongs beside the verdict, not below it. */
function weaker({ weaker: sentences }: RunFacts): readonly string[] {
  return sentences.slice(0, MOST_WEAKER).map((sentence) => `- weaker: ${toldInMarkdown(sentence)}\n`)
}

/** What the reasons above do not tell as a whole. */
function unknowns(all: readonly CheckRuling[], reasons: readonly Reason[]): readonly string[] {
  return all
    .filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
    .filter(({ id }) => !reasons.some(({ brief, whole }) => brief === whole && whole.startsWith(`${id}: `)))
    .map(({ id, ruling }) => `- **unknown** ${code(id)}: ${toldInMarkdown(ruling.because)}\n`)
}

function finding({ severity, check, subject, summary, remedy, evidence }: Finding): string {
  const entries = few(
    evidence.map((seq) => `#${seq}`),
    MOST_EVIDENCE,
  )
  const seen = evidence.length === 0 ? '' : ` _(journal ${entries})_`
  return `### ${severity}: ${code(check)} ${code(subject)}\n\n${toldInMarkdown(summary)}${seen}\n\n→ ${toldInMarkdown(remedy)}\n`
}

function statements(traced: string): readonly string[] {
  if (traced === '') return []
  if (size(traced) > MOST_TRACED) return ['### Statements\n', '_Too many for this report: the journal has them._\n']
  return ['### Statements\n', `\`\`\`text\n${traced.replaceAll('```', "'''").trimEnd()}\n\`\`\`\n`]
}

function checks(all: readonly CheckRuling[]): readonly string[] {
  const rows = all.map(
    ({ id, gating, ruling }) =>
      `| ${code(id)} | ${gating ? 'yes' : 'no'} | ${answerOf(ruling)} | ${toldInMarkdown(ruling.because)} |`,
  )
  return ['### Checks\n', '| check | gating | ruling | because |', '| --- | --- | --- | --- |', ...rows, '']
}

function acts({ acts: all }: RunFacts): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(
    ({ name, status, durationMs, summary }) =>
      `| ${toldInMarkdown(name)} | ${toldInMarkdown(status)} | ${formatSeconds(durationMs)} | ${toldInMarkdown(summary)} |`,
  )
  return ['### Acts\n', '| act | status | time | |', '| --- | --- | ---: | --- |', ...rows]
}

function compared(entries: readonly Entry[]): readonly string[] {
  const all = comparedOf(entries)
  if (all === null) return []
  const rows = all.rows.map((row) => `| ${row.map(escapeMarkdown).join(' | ')} |`)
  const told = all.sentences.map((sentence) => escapeMarkdown(sentence)).join(' ')
  const head = [`| ${all.titles.join(' | ')} |`, '| --- | ---: | --- | ---: | ---: | --- | --- |']
  const nights = all.nights.map((words) => `- ${escapeMarkdown(words)}`)
  return ['', '### Before against after\n', ...head, ...rows, '', told, '', ...nights]
}

/** How production-like the traffic was; nothing where no model was replayed. */
function fidelity(entries: readonly Entry[]): readonly string[] {
  const replayed = entriesOf(entries, 'traffic.fidelity').at(-1)
  if (replayed === undefined) return []
  const rows = replayed.endpoints.map((one) => {
    const [endpoint = '', ...figures] = replayedInWords(one)
    return `| ${[code(endpoint), ...figures].join(' | ')} |`
  })
  return [
    '',
    '### Fidelity\n',
    `${escapeMarkdown(fidelityInWords(replayed))}.\n`,
    ...leftOutInWords(replayed).map((sentence) => `- ${toldInMarkdown(sentence)}`),
    ...(replayed.leftOut.length === 0 ? [] : ['']),
    `| ${FIDELITY_TITLES.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(FIDELITY_TITLES.length - 1)}`,
    ...rows,
  ]
}

function traffic(entries: readonly Entry[]): readonly string[] {
  const started = entriesOf(entries, 'traffic.started').at(-1)
  if (started === undefined) return []
  const rows = started.scenarios.map(({ name, executor, ratePerSecond, note }) => {
    const rate = ratePerSecond === null ? 'none: a closed loop' : formatRate(ratePerSecond)
    return `| ${code(name)} | ${escapeMarkdown(executor)} | ${rate} | ${toldInMarkdown(note)} |`
  })
  return ['', '### Traffic\n', '| scenario | executor | rate | note |', '| --- | --- | ---: | --- |', ...rows]
}

function asManyAsFit(findings: readonly string[], room: number): readonly string[] {
  const kept: string[] = []
  let left = room - 100
  for (const text of findings) {
    left -= size(text) + 1
    if (left < 0) return [...kept, `_${findings.length - kept.length} more in verdict.json._\n`]
    kept.push(text)
  }
  return kept
}

function size(text: string): number {
  return Buffer.byteLength(text)
}
