import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entriesOf } from '../../harness/model/evidence.ts'
import { journalOf, startFulldress } from './fulldress.ts'

/**
 * knex, installed here and now, counts its migrations in batches: what came up at once is one step of the stairway,
 * whether its way down takes the batch back or one migration at a time; one by one they are a step each.
 */
const KNEX = ['knex@3.1.0', 'pg@8.16.3']

const MIGRATIONS: Readonly<Record<string, readonly [up: string, down: string]>> = {
  '001_orders.js': ['CREATE TABLE orders (id int PRIMARY KEY)', 'DROP TABLE orders'],
  '002_note.js': ['ALTER TABLE orders ADD note text', 'ALTER TABLE orders DROP note'],
  '003_kinds.js': ["CREATE TYPE kind AS ENUM ('a')", 'DROP TYPE kind'],
}
const FORGETFUL = { ...MIGRATIONS, '003_kinds.js': ["CREATE TYPE kind AS ENUM ('a')", 'SELECT 1'] as const }

const CASES = [
  { up: 'up', down: 'down', expected: ['identical', 'identical', 'identical'] },
  { up: 'latest', down: 'rollback', expected: ['identical'] },
  { up: 'latest', down: 'down', expected: ['identical'] },
  { up: 'latest', down: 'down', files: FORGETFUL, expected: ['schema-differs'] },
  { up: 'up', down: 'down', files: FORGETFUL, expected: ['identical', 'identical', 'down-empty'] },
] as const

const folder = mkdtempSync(join(tmpdir(), 'knex-'))
let missed = 0
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...KNEX], { cwd: folder, encoding: 'utf8' })
  if (installed.status !== 0) throw new Error(installed.stderr)
  const settings = "{ client: 'pg', connection: process.env.DATABASE_URL }"
  writeFileSync(join(folder, 'knexfile.js'), `module.exports = ${settings}\n`)
  for (const [at, { up, down, expected, ...own }] of CASES.entries()) {
    write('files' in own ? own.files : MIGRATIONS)
    const out = join(folder, `run-${at}`)
    const ways = ['--up', command(up), '--down', command(down), '--each']
    const ended = await startFulldress(['stairway', ...ways, '--out', out], { limitSeconds: 120 }).ended
    const verdicts = entriesOf(journalOf(out), 'stair.climbed').map(({ verdict }) => verdict)
    const holds = verdicts.join() === expected.join()
    if (!holds) missed++
    const what = `migrate:${up} and migrate:${down}${'files' in own ? ', one way down empty' : ''}`
    console.log(`${holds ? 'holds ' : 'MISSED'} ${what}: ${verdicts.join(', ')}, ${ended.seconds.toFixed(0)} s`)
    if (!holds) console.log(ended.stdout + ended.stderr)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missed === 0 ? 0 : 1

function command(name: string): string {
  return `${folder}/node_modules/.bin/knex --knexfile ${folder}/knexfile.js migrate:${name}`
}

function write(migrations: Readonly<Record<string, readonly [up: string, down: string]>>): void {
  rmSync(join(folder, 'migrations'), { recursive: true, force: true })
  mkdirSync(join(folder, 'migrations'))
  for (const [file, [up, down]] of Object.entries(migrations)) {
    const ways = `up: (knex) => knex.raw(${JSON.stringify(up)}), down: (knex) => knex.raw(${JSON.stringify(down)})`
    writeFileSync(join(folder, 'migrations', file), `module.exports = { ${ways} }\n`)
  }
}
