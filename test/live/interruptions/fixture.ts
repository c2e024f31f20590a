import { copyFixtures, type FixtureCopy } from '../rehearsal/fixture-copy.ts'

/** What the upgrade's migrations are made by; each pair is a bad case and its good twin. */
export const CASES = {
  files: 'files: files, lock: advisory',
  'files-mended': 'files: files-mended, lock: advisory',
  tool: 'command: node runner.mjs up two-commits archive, in: web@1',
  'tool-mended': 'command: node runner.mjs up one-commit ledger, in: web@1',
} as const

export type Case = keyof typeof CASES

/** The smallest rehearsal, with migrations that are made so. */
export function interruptedFixture(...cases: readonly Case[]): FixtureCopy {
  const copy = copyFixtures(['tiny', 'interrupted'], ['pg'])
  const steps = (made: readonly string[]) => made.map((one) => `- migrate: { ${one} }`).join('\n    ')
  const up = cases.map((one) => CASES[one])
  copy.edit('- migrate: { files: migrations, lockTimeout: 1s, retries: 3 }', steps(up))
  copy.edit('- migrate: { files: migrations, direction: down }', steps(up.toReversed().map(backwards)))
  copy.edit('production: { profile: profile.json }\n', '')
  return copy
}

function backwards(step: string): string {
  return step.startsWith('command') ? step.replace(' up ', ' down ') : `${step}, direction: down`
}
