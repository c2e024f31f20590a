import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const list = (...path: string[]) => readdirSync(join(root, ...path)).sort()

interface Package {
  readonly dependencies: Readonly<Record<string, string>>
}

const packageOf = (...path: string[]) => JSON.parse(read(...path, 'package.json')) as Package

/** Statements of a migration, comments left out. */
function statementsOf(...path: string[]): string[] {
  const sql = read(...path).replace(/^--.*$/gm, '')
  return sql
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

const ups = (...folder: string[]) => list(...folder).filter((file) => file.endsWith('.up.sql'))

describe('the sample', () => {
  it('changes one package between 4.2 and 5.0, and that one is retry-axios', () => {
    const before = packageOf('docker/payments-4.2').dependencies
    const after = packageOf('docker/payments-5.0').dependencies
    assert.equal(before['retry-axios'], '3.2.1')
    assert.deepEqual(after, { ...before, 'retry-axios': '4.0.3' })
  })

  for (const folder of ['docker/payments-4.2', 'docker/payments-5.0', 'examples/unleash/old', 'examples/unleash/new']) {
    it(`pins what ${folder} needs, and no lock file names a registry`, () => {
      for (const version of Object.values(packageOf(folder).dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/)
      assert.doesNotMatch(read(folder, 'package-lock.json'), /"resolved"/)
    })
  }

  for (const folder of ['migrations', 'migrations/as-delivered']) {
    it(`has a way down for each way up in ${folder}`, () => {
      assert.ok(ups(folder).length >= 3)
      for (const up of ups(folder)) assert.ok(list(folder).includes(up.replace('.up.sql', '.down.sql')), up)
    })
  }

  it('builds and drops its index concurrently, and in files with nothing else', () => {
    const files = list('migrations').filter((file) => file.endsWith('.sql'))
    const indexing = files.filter((file) => /\bINDEX\b/.test(statementsOf('migrations', file).join(';')))
    assert.deepEqual(indexing, ['002_index_order_status.down.sql', '002_index_order_status.up.sql'])
    for (const file of indexing) {
      for (const statement of statementsOf('migrations', file))
        assert.match(statement, /^(CREATE|DROP) INDEX CONCURRENTLY /)
    }
  })

  it('adds its constraint unchecked, and checks it in a file of its own', () => {
    assert.match(statementsOf('migrations', '003_constrain_order_channel.up.sql').join(), / NOT VALID$/)
    assert.deepEqual(statementsOf('migrations', '004_validate_order_channel.up.sql'), [
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_channel_known',
    ])
  })

  it('restores nothing on its way down as delivered', () => {
    for (const up of ups('migrations/as-delivered')) {
      assert.deepEqual(statementsOf('migrations/as-delivered', up.replace('.up.sql', '.down.sql')), ['SELECT 1'])
    }
  })
})
