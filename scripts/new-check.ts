import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Begins a check: its file, its test with the three cases every check has, and its line in the registration.
 * The new test fails until the check is written.
 */
export function newCheck(id: string, root: string): readonly string[] {
  if (!/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)) {
    throw new Error(
      `expected the problem or the promise in kebab case, such as rollback-restores-schema, found "${id}"`,
    )
  }
  const file = join(root, 'harness/checks', `${id}.ts`)
  const test = join(root, 'test/checks', `${id}.test.ts`)
  const index = join(root, 'harness/checks/index.ts')
  for (const taken of [file, test]) if (existsSync(taken)) throw new Error(`expected no file at ${taken}, found one`)
  const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  writeFileSync(file, checkText(id, name))
  writeFileSync(test, testText(id, name))
  writeFileSync(index, register(readFileSync(index, 'utf8'), id, name))
  return [file, test, index]
}

function register(index: string, id: string, name: string): string {
  const lines = index.split('\n')
  const line = `import { ${name} } from './${id}.ts'`
  const imports = lines.filter((one) => one.startsWith('import '))
  const before = imports.find((one) => (one.split(' from ')[1] ?? '') > `'./${id}.ts'`)
  const at = before === undefined ? imports.length : lines.indexOf(before)
  return lines
    .toSpliced(at, 0, line)
    .join('\n')
    .replace(/\n\]\n$/, `\n  ${name},\n]\n`)
}

function checkText(id: string, name: string): string {
  return `import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'

export const ${name}: Check = {
  id: '${id}',
  gating: true,
  act: 'audit',
  asks: 'The question, as a reader sees it?',
  why: 'Why it matters, in two or three sentences.',
  remedy: 'What to do about a finding.',
  judge: onPlay(() =>
    rule({
      findings: [],
      missing: ['nothing was looked at'],
      settledBy: 'writing this check',
      passed: 'what was seen, with the measured value beside the limit',
    }),
  ),
}
`
}

function testText(id: string, name: string): string {
  return `import { ${name} } from '../../harness/checks/${id}.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'

describe('${id}', () => {
  it('finds it and names it', () => {
    onlyFinding(${name}.judge(journal(started())))
  })

  it('passes exactly at the limit', () => {
    assertPassed(${name}.judge(journal(started())), '')
  })

  it('does not know where its instrument left no record', () => {
    assertUnknown(${name}.judge(journal(started())), '')
  })
})
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    for (const written of newCheck(process.argv[2] ?? '', process.cwd())) process.stdout.write(`${written}\n`)
    process.stdout.write('write the check and its test, then: node scripts/checks-page.ts\n')
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
