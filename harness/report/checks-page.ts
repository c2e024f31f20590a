import type { Check } from '../checks/check.ts'

/** One check for a terminal: what it asks, why, what to do. */
export function explainCheck({ id, gating, asks, why, remedy }: Check): string {
  const weight = gating ? 'gating: while its answer is unknown there is no GO' : 'not gating'
  return `${id}   (${weight})\n  ${asks}\n\n  why     ${why}\n  remedy  ${remedy}\n`
}

/** Every check with its question, aligned. */
export function listChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length))
  return `${checks.map(({ id, asks }) => `${id.padEnd(width)}   ${asks}`).join('\n')}\n`
}

/** docs/checks.md, generated so that it cannot fall behind the checks. */
export function renderChecksPage(checks: readonly Check[]): string {
  const sections = checks.map(({ id, gating, asks, why, remedy }) =>
    `## ${id}\n\n${asks} ${gating ? '' : '_(not gating)_ '}\n\n**Why.** ${why}\n\n**Remedy.** ${remedy}\n`.replace(
      / +\n/g,
      '\n',
    ),
  )
  const intro =
    'A check answers `passed`, `found` or `unknown`. Any blocker makes NO-GO; else any gating check that is unknown makes INCONCLUSIVE; else GO.\n\nGenerated from the checks by `node scripts/checks-page.ts`.\n'
  return `# Checks\n\n${intro}\n${sections.join('\n')}`
}
