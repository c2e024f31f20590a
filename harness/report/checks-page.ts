import type { Check } from '../checks/check.ts'

/** A static scanner, as far as a reader needs it. */
export interface ExplainedScanner {
  readonly id: string
  readonly summary: string
  readonly problem: string
  readonly remedy: string
  /** SQL that it finds, and SQL for the same purpose that it does not. */
  readonly bad: string
  readonly good: string
}

/** One check for a terminal: what it asks, why, what to do. */
export function explainCheck({ id, gating, asks, why, remedy }: Check): string {
  const weight = gating ? 'gating: while its answer is unknown there is no GO' : 'not gating'
  return `${id}   (${weight})\n  ${asks}\n\n  why     ${why}\n  remedy  ${remedy}\n`
}

/** One scanner for a terminal: what is wrong, what to do, and an example of each. */
export function explainScanner({ id, summary, problem, remedy, bad, good }: ExplainedScanner): string {
  const indented = (sql: string) => sql.replace(/^/gm, '    ')
  return `${id}   (scanner: what it finds is confirmed or refuted by the trace)\n  ${summary}\n\n  problem ${problem}\n  remedy  ${remedy}\n\n  bad\n${indented(bad)}\n\n  good\n${indented(good)}\n`
}

/** Every check with its question, and every scanner with what it finds, aligned. */
export function listChecks(checks: readonly Check[], scanners: readonly ExplainedScanner[]): string {
  return `${aligned(checks.map(({ id, asks }) => [id, asks]))}\nStatic scanners of migrations\n\n${aligned(scanners.map(({ id, summary }) => [id, summary]))}`
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([id]) => id.length))
  return rows.map(([id, words]) => `${id.padEnd(width)}   ${words}\n`).join('')
}

/** docs/checks.md, generated so that it cannot fall behind the checks and scanners. */
export function renderChecksPage(checks: readonly Check[], scanners: readonly ExplainedScanner[]): string {
  const sections = checks.map(({ id, gating, asks, why, remedy }) =>
    `## ${id}\n\n${asks} ${gating ? '' : '_(not gating)_ '}\n\n**Why.** ${why}\n\n**Remedy.** ${remedy}\n`.replace(
      / +\n/g,
      '\n',
    ),
  )
  const intro =
    'A check answers `passed`, `found` or `unknown`. Any blocker makes NO-GO; else any gating check that is unknown makes INCONCLUSIVE; else GO.\n\nGenerated from the checks by `node scripts/checks-page.ts`.\n'
  return `# Checks\n\n${intro}\n${sections.join('\n')}\n${scannersSection(scanners)}`
}

function scannersSection(scanners: readonly ExplainedScanner[]): string {
  const intro =
    'A scanner reads a migration before it runs, with what the database knows of its tables and functions. What it finds is confirmed or refuted by the trace, and the report says which; a finding that is refuted is a note.\n'
  const sections = scanners.map(
    ({ id, summary, problem, remedy, bad, good }) =>
      `### ${id}\n\n${summary}\n\n**Problem.** ${problem}\n\n**Remedy.** ${remedy}\n\nBad:\n\n\`\`\`sql\n${bad}\n\`\`\`\n\nGood:\n\n\`\`\`sql\n${good}\n\`\`\`\n`,
  )
  return `## Scanners\n\n${intro}\n${sections.join('\n')}`
}
