import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../../../harness/commands/ground/tool.ts'

const ADDRESS = { host: '127.0.0.1', port: 1, user: 'nobody', password: '', database: 'none' }

describe('a tool’s own command', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fulldress-tool-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const run = (command: string) =>
    runTool(command, {
      ...{ address: ADDRESS, lockTimeoutMs: null, logFile: join(folder, 'up-1-1.log') },
      signal: new AbortController().signal,
    })

  it('fails with its last lines and the log that has the others, or says that there are none', async () => {
    await assert.rejects(run('echo "ERROR: no such column" >&2; exit 3'), {
      message:
        '`echo "ERROR: no such column" >&2; exit 3` exited with 3; logs/up-1-1.log ends with:\nERROR: no such column',
    })
    rmSync(join(folder, 'up-1-1.log'))
    await assert.rejects(run('exit 4'), { message: '`exit 4` exited with 4 and printed nothing' })
  })
})
