import assert from 'node:assert/strict'
import type { Scene } from '../../harness/acts/scene.ts'
import { runCommand } from '../../harness/acts/steps.ts'
import type { Command } from '../../harness/model/step.ts'
import type { StagingCopy } from '../../harness/staging/copy.ts'

const PSQL: Command = {
  command: 'psql -f x.sql',
  told: 'psql -f x.sql',
  environment: {},
  timeoutMs: 1_000,
  in: null,
  cwd: '/',
}

/** Runs a command whose end is known. */
function ended(exitCode: number, tail: string, command = PSQL): Promise<string | undefined> {
  const run = async () => ({ exitCode, timedOut: false, tail, logFile: 'logs/x.log' })
  const scene = { copy: { run } as Partial<StagingCopy> } as Scene
  return runCommand(scene, command, 'x', new AbortController().signal)
}

describe('a command of a step', () => {
  it('tells the first error of the server that it printed and went on from', async () => {
    const tail = 'BEGIN\npsql:x.sql:1: ERROR:  relation "itemz" does not exist\nROLLBACK\nERROR:  another'
    assert.equal(await ended(0, tail), 'psql:x.sql:1: ERROR:  relation "itemz" does not exist')
  })

  it('tells nothing of one that ended well, whatever else it printed', async () => {
    assert.equal(await ended(0, '0 errors\nerrors: none'), undefined)
  })

  it('fails with another exit code than 0, and says what it printed', async () => {
    await assert.rejects(ended(3, 'no such file'), {
      message: '`psql -f x.sql` exited with 3; expected exit code 0. Last lines:\nno such file',
    })
  })

  it('fails without the secrets that its command holds', async () => {
    const command = { ...PSQL, command: 'PGPASSWORD=hunter2 load s3cr3t', told: `PGPASSWORD=*** load \${KEY}` }
    await assert.rejects(ended(3, '', command), {
      message: `\`PGPASSWORD=*** load \${KEY}\` exited with 3; expected exit code 0. Last lines:\n`,
    })
  })
})
