import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunResult, run } from '../../../harness/process/run.ts'
import { deadAddress, fakeChannel } from './channels.ts'

const PROGRAM = fileURLToPath(new URL('played.ts', import.meta.url))
const FIXTURE = fileURLToPath(new URL('../../fixtures/journals/as-delivered.jsonl', import.meta.url))

interface Played extends RunResult {
  readonly journal: string
  readonly status: readonly Record<string, unknown>[]
  readonly playedMs: number
  readonly tookMs: number
}

async function play(notify: readonly string[], env: Record<string, string> = {}): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'status-'))
  try {
    const startedAt = Date.now()
    const result = await run(process.execPath, [PROGRAM, FIXTURE, folder, ...notify], {
      env: { PATH: process.env.PATH ?? '', ...env },
      timeoutMs: 30_000,
    })
    const status = readFileSync(join(folder, 'status.jsonl'), 'utf8').trimEnd().split('\n')
    const { playedMs } = JSON.parse(result.stdout.split('\n')[0] ?? '') as { playedMs: number }
    return {
      ...result,
      journal: readFileSync(join(folder, 'journal.jsonl'), 'utf8'),
      status: status.map((line) => JSON.parse(line) as Record<string, unknown>),
      playedMs,
      tookMs: Date.now() - startedAt,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a run that is told of', function () {
  this.timeout(60_000)
  let alone: Played
  before(async () => {
    alone = await play([])
  })

  function assertUnchanged(told: Played): void {
    assert.equal(told.exitCode, alone.exitCode, told.tail)
    assert.equal(told.journal, alone.journal)
    assert.deepEqual(messagesOf(told), messagesOf(alone))
    assert.ok(told.playedMs < alone.playedMs + 1_000, `${told.playedMs} ms, alone ${alone.playedMs} ms`)
  }

  it('keeps its messages in status.jsonl, told to anybody or not', () => {
    assert.equal(alone.exitCode, 1)
    assert.deepEqual([alone.status[0]?.kind, alone.status.at(-1)?.kind], ['start', 'verdict'])
    assert.equal(alone.status.filter(({ kind }) => kind === 'first-blocker').length, 1)
  })

  it('is the same beside a channel that takes all, which gets exactly these messages', async () => {
    await using server = await fakeChannel('takes')
    const told = await play([server.url])
    assertUnchanged(told)
    assert.deepEqual(server.bodies, told.status)
  })

  it('is the same beside a channel that answers 500, which is noted and warned of once', async () => {
    await using server = await fakeChannel('fails')
    const told = await play([server.url])
    assertUnchanged(told)
    assertWarned(told, 'HTTP 500')
  })

  it('is the same where nobody listens', async () => {
    const told = await play([await deadAddress()])
    assertUnchanged(told)
    assertWarned(told, 'ECONNREFUSED')
  })

  it('is the same beside a channel that hangs, and waits for it a few seconds at most', async () => {
    await using server = await fakeChannel('hangs')
    const told = await play([], { FULLDRESS_NOTIFY: server.url })
    assertUnchanged(told)
    assertWarned(told, '')
    assert.ok(told.tookMs < alone.tookMs + 8_000, `${told.tookMs} ms`)
  })

  function assertWarned(told: Played, reason: string): void {
    const lost = told.status.filter(({ kind }) => kind === 'undelivered')
    assert.ok(lost.length > 0)
    assert.match(
      told.tail,
      new RegExp(
        `^warning: \\d+ of \\d+ messages (?:did not reach|(?:is|are) not confirmed by) 127\\.0\\.0\\.1:\\d+ \\(.*${reason}`,
        'm',
      ),
    )
    assert.equal(told.tail.match(/warning:/g)?.length, 1)
    assert.doesNotMatch(JSON.stringify([told.status, told.journal, told.tail]), /s3cret/)
  }
})

/** Without what tells when it was told: the last message and nothing else has the time of the clock. */
function messagesOf({ status }: Played): readonly unknown[] {
  return status
    .filter(({ kind }) => kind !== 'undelivered')
    .map(({ at, elapsedMs, ...rest }) => (rest.kind === 'verdict' ? rest : { at, elapsedMs, ...rest }))
    .map((one) => JSON.parse(JSON.stringify(one).replaceAll(/\/[^ "]*\/status-\w+/g, 'FOLDER')) as unknown)
}
