import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Act, Company, Performance } from '../harness/acts/act.ts'
import { RehearsalError } from '../harness/errors.ts'
import { Journal } from '../harness/journal/journal.ts'
import type { ActName } from '../harness/model/act.ts'
import type { Entry } from '../harness/model/evidence.ts'
import { rehearse } from '../harness/rehearse.ts'

const OK: Performance = { status: 'ok', summary: '' }

function act(name: ActName, perform: (company: Company) => Promise<Performance> = async () => OK): Act {
  return { name, runs: ['rollback', 'restored', 'audit'].includes(name) ? 'once-upgrading' : 'while-well', perform }
}

function died(): RehearsalError {
  return new RehearsalError('resource-died', 'database ended with exit code 137', 'read its log')
}

describe('rehearse', () => {
  let folder: string
  let journal: Journal
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rehearse-test-'))
    journal = new Journal(join(folder, 'journal.jsonl'))
  })
  afterEach(() => {
    journal[Symbol.dispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const perform = async (acts: readonly Act[], signal = new AbortController().signal) => {
    const judgement = await rehearse(acts, journal, signal)
    return { judgement, entries: journal.read() }
  }
  const statuses = (entries: readonly Entry[]) =>
    entries.flatMap((entry) => (entry.kind === 'act.ended' ? [`${entry.act} ${entry.status}`] : []))

  it('performs the acts in their order', async () => {
    const { entries } = await perform([act('stage'), act('seed'), act('upgrade')])
    assert.deepEqual(statuses(entries), ['stage ok', 'seed ok', 'upgrade ok'])
  })

  it('skips what follows an act that failed before the upgrade, and tells the operator', async () => {
    const seed = act('seed', async () => {
      throw new RehearsalError('seed-failed', 'expected rows, found none', 'mend the file')
    })
    const { entries } = await perform([act('stage'), seed, act('upgrade'), act('rollback'), act('audit')])
    assert.deepEqual(statuses(entries), ['stage ok', 'seed failed'])
    assert.ok(entries.some((entry) => entry.kind === 'operator.must.act' && entry.hint === 'mend the file'))
  })

  it('rolls back and audits after a failed upgrade, and skips the soak', async () => {
    const upgrade = act('upgrade', async () => ({ status: 'failed', summary: 'a step failed' }))
    const { entries } = await perform([upgrade, act('soak'), act('rollback'), act('restored'), act('audit')])
    assert.deepEqual(statuses(entries), ['upgrade failed', 'soak skipped', 'rollback ok', 'restored ok', 'audit ok'])
  })

  it('ends the act under way when something on stage dies, and blames the death for a stranger error', async () => {
    const baseline = act('baseline', async ({ peril }) => {
      peril(sleep(50).then(() => Promise.reject(died())))
      throw new Error('Connection terminated unexpectedly')
    })
    const { entries } = await perform([baseline, act('upgrade'), act('rollback')])
    const ended = entries.find((entry) => entry.kind === 'act.ended' && entry.act === 'baseline')
    assert.ok(ended?.kind === 'act.ended')
    assert.equal(ended.reason, 'database ended with exit code 137')
    assert.deepEqual(statuses(entries), ['baseline failed', 'upgrade skipped', 'rollback skipped'])
    assert.ok(entries.some((entry) => entry.kind === 'resource.died' && entry.act === 'baseline'))
    assert.ok(!entries.some((entry) => entry.kind === 'operator.must.act'))
  })

  it('still rolls back when a service dies during the upgrade', async () => {
    const upgrade = act('upgrade', async ({ peril, signal }) => {
      peril(Promise.reject(died()))
      await sleep(1000, undefined, { signal })
      return OK
    })
    const { entries } = await perform([upgrade, act('soak'), act('rollback')])
    assert.deepEqual(statuses(entries), ['upgrade failed', 'soak skipped', 'rollback ok'])
  })

  it('calls no bug what acts stumble over once the database is gone', async () => {
    const rollback = act('rollback', async ({ peril, signal }) => {
      peril(Promise.reject(died()))
      await sleep(60_000, undefined, { signal })
      return OK
    })
    const restored = act('restored', async () => {
      throw new Error('connect ECONNREFUSED')
    })
    const { entries } = await perform([act('upgrade'), rollback, restored, act('audit')])
    assert.deepEqual(statuses(entries), ['upgrade ok', 'rollback failed', 'restored failed', 'audit ok'])
    assert.ok(!entries.some(({ kind }) => kind === 'harness.failed'))
  })

  it('stops at a stray request wherever it happens', async () => {
    const upgrade = act('upgrade', async () => {
      throw new RehearsalError('stray-request', 'expected a front, found http://example.com', 'use BASE_URL')
    })
    const { entries } = await perform([upgrade, act('rollback')])
    assert.deepEqual(statuses(entries), ['upgrade failed'])
    assert.ok(entries.some((entry) => entry.kind === 'operator.must.act'))
  })

  it('keeps the verdict when a container refuses to stop', async () => {
    const stage = act('stage', async ({ resources }) => {
      resources.defer(() => Promise.reject(new Error('the container refuses to stop')))
      return OK
    })
    const { judgement, entries } = await perform([stage])
    assert.equal(judgement.verdict, 'inconclusive')
    assert.ok(
      entries.some((entry) => entry.kind === 'cleanup.failed' && entry.reason === 'the container refuses to stop'),
    )
    assert.equal(entries.at(-1)?.kind, 'rehearsal.ended')
  })

  it('says that a bug is a bug, with its stack, and stops', async () => {
    const upgrade = act('upgrade', async () => {
      throw new TypeError('undefined is not a function')
    })
    const { entries } = await perform([upgrade, act('rollback')])
    const failed = entries.find((entry) => entry.kind === 'harness.failed')
    assert.ok(failed?.kind === 'harness.failed' && failed.stack.includes('rehearse.test.ts'))
    assert.deepEqual(statuses(entries), ['upgrade failed'])
  })

  it('announces no log in the one line of an act', async () => {
    const upgrade = act('upgrade', async () => {
      throw new RehearsalError(
        'service-unready',
        'expected shop to answer, found: status 503; its last log lines:\nlost',
        'x',
      )
    })
    const { entries } = await perform([upgrade])
    const ended = entries.find((entry) => entry.kind === 'act.ended')
    assert.ok(ended?.kind === 'act.ended')
    assert.equal(ended.summary, 'expected shop to answer, found: status 503')
    assert.match(ended.reason ?? '', /its last log lines:\nlost$/)
  })

  it('stops at once when the operator interrupts, and gives back what was held', async () => {
    const controller = new AbortController()
    let given = false
    const baseline = act('baseline', async ({ signal, resources }) => {
      resources.defer(() => {
        given = true
      })
      setTimeout(() => controller.abort(new Error('interrupted by SIGINT')), 20)
      await sleep(60_000, undefined, { signal })
      return OK
    })
    const { entries } = await perform([baseline, act('upgrade')], controller.signal)
    assert.deepEqual(statuses(entries), ['baseline failed'])
    assert.ok(given)
    assert.ok(!entries.some((entry) => entry.kind === 'rehearsal.ended'))
  })
})
