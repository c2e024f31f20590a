import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { LAYOUTS } from '../../harness/migrator/layouts/index.ts'

/** These are no tool's own: several keep their files so. */
const SHARED = ['up and down files', 'numbered files']

describe('docs/migration-tools.md', () => {
  it('has a recipe for every tool whose folder is known, with what it is known by', () => {
    const page = readFileSync('docs/migration-tools.md', 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('| '))
    const missing = LAYOUTS.filter(({ tool }) => !SHARED.includes(tool)).filter(
      ({ tool }) => !rows.some((row) => row.startsWith(`| ${tool} |`)),
    )
    assert.deepEqual(
      missing.map(({ tool }) => tool),
      [],
    )
  })
})
