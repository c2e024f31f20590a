import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { packagesOf } from '../packages.ts'

const FIXTURE = resolve(import.meta.dirname, '../../fixtures/interrupted')

/** What the upgrade's migrations are made by; each pair is a bad case and its good twin. */
export const CASES = {
  files: 'files: files, lock: advisory',
  'files-mended': 'files: files-mended, lock: advisory',
  tool: 'command: node runner.mjs up two-commits archive, in: web@1',
  'tool-mended': 'command: node runner.mjs up one-commit ledger, in: web@1',
} as const

export type Case = keyof typeof CASES

/** A copy of the fixture whose spec migrates so. */
export function interruptedFixture(
  ...cases: readonly Case[]
): Disposable & { readonly spec: string; readonly out: string } {
  const folder = mkdtempSync(join(tmpdir(), 'interrupted-'))
  cpSync(FIXTURE, folder, { recursive: true })
  for (const name of packagesOf('pg'))
    cpSync(join('node_modules', name), join(folder, 'node_modules', name), { recursive: true })
  const spec = join(folder, 'rehearsal.yaml')
  const up = cases.map((one) => `- migrate: { ${CASES[one]} }`).join('\n    ')
  const down = cases
    .toReversed()
    .map((one) => `- migrate: { ${backwards(CASES[one])} }`)
    .join('\n    ')
  const text = readFileSync(spec, 'utf8')
    .replace('- migrate: { files: files, lock: advisory }', () => up)
    .replace('- migrate: { files: files, direction: down, lock: advisory }', () => down)
  writeFileSync(spec, text)
  return { spec, out: join(folder, 'run'), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function backwards(step: string): string {
  return step.startsWith('command') ? step.replace(' up ', ' down ') : `${step}, direction: down`
}
