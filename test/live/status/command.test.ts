import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startFulldress } from '../../../bench/bars/fulldress.ts'
import { canIsolate, runIsolated } from '../../../harness/staging/namespace.ts'
import { copyFixtures, type FixtureCopy } from '../rehearsal/fixture-copy.ts'

describe('rehearse with somebody to tell', function () {
  this.timeout(60_000)
  let copy: FixtureCopy
  before(() => {
    copy = copyFixtures(['tiny'])
  })
  after(() => copy[Symbol.dispose]())

  async function refused(...flags: string[]) {
    const args = ['rehearse', copy.spec, '--runtime', 'processes', '--out', copy.out, ...flags]
    const { exitCode, stdout, stderr } = await startFulldress(args, { limitSeconds: 30 }).ended
    assert.deepEqual([exitCode, stdout], [2, ''], stderr)
    assert.equal(existsSync(join(copy.out, 'journal.jsonl')), false)
    return stderr
  }

  it('begins nothing where the port of its page is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    assert.equal(
      await refused('--status', `:${port}`),
      `fulldress: expected to serve the status page on 127.0.0.1:${port}, found the port taken\n  hint: name another port with --status :PORT; :0 takes any that is free and prints it\n`,
    )
    other.close()
  })

  it('begins nothing with a channel that is none, and does not repeat what it was given', async () => {
    assert.doesNotMatch(await refused('--notify', 'htps://hooks.slack.com/services/s3cret'), /s3cret/)
  })

  it('hears all that the process in a namespace says, up to its end', async function () {
    if (!(await canIsolate())) this.skip()
    const heard: unknown[] = []
    const program = 'for (const number of [1, 2, 3]) process.send({ number }); process.exitCode = 3'
    const exitCode = await runIsolated([process.execPath, '-e', program], process.env, (said) => heard.push(said))
    assert.equal(exitCode, 3)
    assert.deepEqual(heard, [{ number: 1 }, { number: 2 }, { number: 3 }])
  })
})
