import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scene } from '../../harness/acts/scene.ts'
import { stairsOfUpgrade } from '../../harness/acts/stairs.ts'
import type { Command, SqlFiles, Step, WayBack } from '../../harness/model/step.ts'

describe('the stairs of an upgrade', () => {
  let root: string
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'stairs-'))
    mkdirSync(join(root, 'db'))
    for (const name of ['1_a.up.sql', '1_a.down.sql', '2_b.up.sql']) writeFileSync(join(root, 'db', name), '')
  })
  after(() => rmSync(root, { recursive: true, force: true }))

  const sql = (direction: 'up' | 'down', ...files: readonly string[]): Step => {
    const how: Omit<SqlFiles, 'files'> = {
      ...{ folder: join(root, 'db'), direction, lock: 'none', lockTimeoutMs: null, retries: 0, timeoutMs: 1 },
    }
    return { kind: 'migrate', label: `migrate ${direction} db`, sql: { ...how, files } }
  }
  const tool = (command: string): Step => {
    const tool: Command = { command, told: command, environment: {}, timeoutMs: 1, in: null, cwd: root }
    return { kind: 'migrate', label: `migrate ${command}`, tool }
  }
  const UP = () => sql('up', '1_a.up.sql', '2_b.up.sql')
  const WAIT: Step = { kind: 'wait', label: 'wait', waitMs: 1 }
  /** `name | subject`, and whether it has a way down. */
  const stairs = (upgrade: readonly Step[], rollback: WayBack, irreversible: Readonly<Record<string, string>> = {}) => {
    const plan = { spec: join(root, 'rehearsal.yaml'), upgrade, rollback, probing: { irreversible } }
    return stairsOfUpgrade({ plan } as unknown as Scene).map(
      ({ name, subject, down, irreversible: reason }) =>
        `${name} | ${subject}${down === null ? ', no way down' : ''}${reason === undefined ? '' : `, ${reason}`}`,
    )
  }
  const down = (...steps: readonly Step[]): WayBack => ({ way: 'down', steps, pointOfNoReturn: 'x' })

  it('are its files, each with the down file that the rollback applies', () => {
    const back = down(sql('down', '1_a.down.sql'), WAIT)
    assert.deepEqual(stairs([WAIT, UP()], back, { '2_b.up.sql': 'archived' }), [
      'db/1_a.up.sql | db/1_a.down.sql',
      'db/2_b.up.sql | db/2_b.up.sql, no way down, archived',
    ])
  })

  it('are their tools’ files, each with what its tool undoes it by', () => {
    const layout = { tool: 'Diesel', downOf: { '1_a/up.sql': '1_a/down.sql' } }
    const laidOut = (direction: 'up' | 'down', ...files: readonly string[]) => {
      const step = sql(direction, ...files)
      return 'sql' in step ? { ...step, sql: { ...step.sql, layout } } : step
    }
    const ups = laidOut('up', '1_a/up.sql', '2_b/up.sql')
    assert.deepEqual(stairs([ups], down(laidOut('down', '1_a/down.sql'))), [
      'db/1_a/up.sql | db/1_a/down.sql',
      'db/2_b/up.sql | db/2_b/up.sql, no way down',
    ])
    assert.deepEqual(stairs([ups], { way: 'code-only', steps: [], pointOfNoReturn: 'x' }), [
      'db/1_a/up.sql | db/1_a/down.sql',
      'db/2_b/up.sql | db/2_b/up.sql, no way down',
    ])
  })

  it('are its tools’ steps, each with the step that mirrors it', () => {
    const back = down(tool('two down'), tool('one down'))
    assert.deepEqual(stairs([tool('one up'), tool('two up')], back), [
      'migrate one up | migrate one down',
      'migrate two up | migrate two down',
    ])
  })

  it('are a single one where the steps of the rollback do not answer those of the upgrade', () => {
    assert.deepEqual(stairs([UP(), tool('one up')], down(tool('all down'))), [
      'migrate up db, migrate one up | migrate all down',
    ])
    assert.deepEqual(stairs([UP()], down(WAIT)), ['migrate up db | migrate up db, no way down'])
  })

  it('have the down files that lie beside them where the way back is another', () => {
    assert.deepEqual(stairs([UP(), tool('one up')], { way: 'none', reason: 'x', pointOfNoReturn: 'x' }), [
      'db/1_a.up.sql | db/1_a.down.sql',
      'db/2_b.up.sql | db/2_b.up.sql, no way down',
      'migrate one up | migrate one up, no way down',
    ])
  })

  it('are none where nothing is migrated', () => {
    assert.deepEqual(stairs([WAIT], down()), [])
  })
})
