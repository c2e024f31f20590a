import { FIDELITY_TITLES, fidelityInWords, leftOutInWords, replayedInWords } from '../checks/fidelity-in-words.ts'
import { type Headline, headlineOf } from '../checks/headline.ts'
import type { CheckRuling, Judgement } from '../checks/judgement.ts'
import { comparedWays } from '../checks/way-figures.ts'
import { WAY_TITLES, wayInWords } from '../checks/ways-in-words.ts'
import { few } from '../checks/wording.ts'
import { formatRate, formatSeconds } from '../model/duration.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { WayFigures } from '../model/facts-of-ways.ts'
import type { Finding } from '../model/finding.ts'
import { comparedOf } from './compared.ts'
import { type RunFacts, runFactsOf } from './run.ts'

/** A comment on a pull request may have 65,536 characters; the rest of the findings is in verdict.json. */
const MOST_BYTES = 60_000
const MOST_SUMMARY = 600
const MOST_TRACED = 20_000
/** Enough to begin with; verdict.json has all. */
const MOST_EVIDENCE = 8

/**
 * The report for a pull request: the verdict first, then what was found, then what was traced, as the terminal shows it
 * in plain text, then what was asked.
 */
export function renderMarkdown(entries: readonly Entry[], judgement: Judgement, traced = ''): string {
  const run = runFactsOf(entries)
  const before = [
    title(run, headlineOf(entries, judgement)),
    ...wayBack(run),
    ...ways(comparedWays(entries, judgement.verdict)),
    ...weaker(run),
    ...unknowns(judgement.checks),
  ].join('\n')
  const after = [
    ...statements(traced),
    ...checks(judgement.checks),
    ...acts(run),
    ...compared(entries),
    ...fidelity(entries),
    ...traffic(entries),
  ].join('\n')
  const room = MOST_BYTES - size(before) - size(after)
  return `${[before, ...asManyAsFit(judgement.findings.map(finding), room), after].join('\n')}\n`
}

function title(
  { rehearsal, runtime, database, startedAt, durationMs }: RunFacts,
  { verdict, counts }: Headline,
): string {
  return `## ${verdict}: ${escapeMarkdown(rehearsal)}\n\n${counts}. ${[runtime, ...database].join(', ')}, ${startedAt}, ${formatSeconds(durationMs)}.\n`
}

function wayBack({ back }: RunFacts): readonly string[] {
  if (back === null) return []
  return [`Way back: ${back.way}; point of no return: ${escapeMarkdown(shorten(back.pointOfNoReturn))}.\n`]
}

/** The ways back beside each other, the declared one first. */
function ways(compared: readonly WayFigures[]): readonly string[] {
  if (compared.length === 0) return []
  const rows = compared.map((way) => `| ${wayInWords(way).join(' | ')} |`)
  return [`| ${WAY_TITLES.join(' | ')} |`, '| --- | --- | ---: | ---: | ---: | ---: |', ...rows, '']
}

/** What this runtime cannot show belongs beside the verdict, not below it. */
function weaker({ weaker: sentences }: RunFacts): readonly string[] {
  return sentences.map((sentence) => `- weaker: ${escapeMarkdown(shorten(sentence))}\n`)
}

function unknowns(all: readonly CheckRuling[]): readonly string[] {
  return all
    .filter(({ gating, ruling }) => gating && ruling.ruling === 'unknown')
    .map(({ id, ruling }) => `- **unknown** ${code(id)}: ${escapeMarkdown(shorten(ruling.because))}\n`)
}

function finding({ severity, check, subject, summary, remedy, evidence }: Finding): string {
  const entries = few(
    evidence.map((seq) => `#${seq}`),
    MOST_EVIDENCE,
  )
  const seen = evidence.length === 0 ? '' : ` _(journal ${entries})_`
  return `### ${severity}: ${code(check)} ${code(subject)}\n\n${escapeMarkdown(shorten(summary))}${seen}\n\n→ ${escapeMarkdown(shorten(remedy))}\n`
}

function statements(traced: string): readonly string[] {
  if (traced === '') return []
  if (size(traced) > MOST_TRACED) return ['### Statements\n', '_Too many for this report: the journal has them._\n']
  return ['### Statements\n', `\`\`\`text\n${traced.replaceAll('```', "'''").trimEnd()}\n\`\`\`\n`]
}

function checks(all: readonly CheckRuling[]): readonly string[] {
  const rows = all.map(
    ({ id, gating, ruling }) =>
      `| ${code(id)} | ${gating ? 'yes' : 'no'} | ${ruling.ruling} | ${escapeMarkdown(shorten(ruling.because))} |`,
  )
  return ['### Checks\n', '| check | gating | ruling | because |', '| --- | --- | --- | --- |', ...rows, '']
}

function acts({ acts: all }: RunFacts): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(
    ({ name, status, durationMs, summary }) =>
      `| ${name} | ${status} | ${formatSeconds(durationMs)} | ${escapeMarkdown(shorten(summary))} |`,
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
    ...leftOutInWords(replayed).map((sentence) => `- ${escapeMarkdown(shorten(sentence))}`),
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
    return `| ${code(name)} | ${escapeMarkdown(executor)} | ${rate} | ${escapeMarkdown(shorten(note))} |`
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

function shorten(text: string): string {
  return text.length > MOST_SUMMARY ? `${text.slice(0, MOST_SUMMARY)}…` : text
}

/** Log lines and SQL end up here; none of it may turn into markup, a mention or a table's column. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replace(/@/g, '@\u200b')
    .trim()
}

function code(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replace(/`/g, "'").replace(/\|/g, '\\|')}\``
}
