import { deepEqual, rejects } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scriptsOf, textsOf } from '../../harness/migrator/scripts.ts'
import type { SqlFiles } from '../../harness/model/step.ts'
import { specFolder } from '../spec/folder.ts'

const DBMATE = '-- migrate:up transaction:false\nVACUUM;\n-- migrate:down\nDROP TABLE t;\n'

describe('what is applied of a migration’s file', () => {
  it('is all of it where the file stands for itself', async () => {
    using root = specFolder('', { '1.sql': DBMATE })
    deepEqual(await scriptsOf({ folder: root.folder, direction: 'up' })('1.sql'), { text: DBMATE, transaction: true })
  })

  it('is the part that goes this way, in its own lines, as its tool wraps it', async () => {
    using root = specFolder('', { 'db/1_a.sql': DBMATE })
    const layout = { tool: 'dbmate', downOf: { '1_a.sql': '1_a.sql' } }
    const folder = join(root.folder, 'db')
    const up = await scriptsOf({ folder, direction: 'up', layout })('1_a.sql')
    deepEqual([up.text, up.transaction], ['-- migrate:up transaction:false\nVACUUM;', false])
    const down = await scriptsOf({ folder, direction: 'down', layout })('1_a.sql')
    deepEqual([down.text, down.transaction], ['\n\n-- migrate:down\nDROP TABLE t;', 'always'])
  })

  it('is nothing where the file is no migration of its tool any more', async () => {
    using root = specFolder('', { 'db/1_a.sql': DBMATE })
    const folder = join(root.folder, 'db')
    const script = scriptsOf({ folder, direction: 'up', layout: { tool: 'dbmate', downOf: {} } })
    writeFileSync(join(folder, '1_a.sql'), 'DROP TABLE t;')
    await rejects(script('1_a.sql'), { message: '1_a.sql is no migration of dbmate that goes up' })
  })

  it('is named from the root, and empty where the file is gone', async () => {
    using root = specFolder('', { 'db/1.sql': 'SELECT 1;' })
    const sql: SqlFiles = {
      folder: join(root.folder, 'db'),
      files: ['1.sql', '2.sql'],
      ...{ direction: 'up', lock: 'none', lockTimeoutMs: null, retries: 0, timeoutMs: 1_000 },
    }
    deepEqual(await textsOf(sql, root.folder), [
      { name: 'db/1.sql', text: 'SELECT 1;' },
      { name: 'db/2.sql', text: '' },
    ])
  })
})
