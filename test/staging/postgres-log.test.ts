import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLoggedErrors } from '../../harness/staging/postgres/log.ts'

async function read(text: string, fromMs = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'log-'))
  try {
    writeFileSync(join(folder, 'database.log'), text)
    return await readLoggedErrors(join(folder, 'database.log'), fromMs)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const AT = Date.UTC(2026, 10, 21, 6, 12, 7, 250)
const LINES = [
  '2026-11-21 06:12:01.000 UTC [7] 00000 : LOG:  database system is ready to accept connections',
  '2026-11-21 06:12:05.000 UTC [9] 23505 web: ERROR:  duplicate key',
  '2026-11-21 06:12:07.250 UTC [9] 42703 web: with colon: ERROR:  column "name" does not exist at character 8',
  '2026-11-21 06:12:07.250 UTC [9] 42703 web: with colon: STATEMENT:  SELECT name FROM items',
]

describe("the server's log", () => {
  it('tells who was refused what, and when', async () => {
    const message = 'column "name" does not exist at character 8'
    assert.deepEqual(await read(LINES.join('\n'), AT), [
      { atMs: AT, pid: 9, sqlstate: '42703', application: 'web: with colon', message },
    ])
  })

  it('is not understood where another prefix was set', async () => {
    assert.equal(await read('2026-11-21 06:12:07 ERROR:  column "name" does not exist'), null)
    assert.deepEqual(await read(LINES[0] ?? ''), [])
  })
})
