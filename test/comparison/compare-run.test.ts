import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareRun } from '../../harness/comparison/compare-run.ts'
import { LIMITS, trafficStarted } from '../checks/journal.ts'
import { runFolder } from './run.ts'

const STEADY = { 'GET /home': { ms: 30 }, 'POST /payments': { ms: 30 } }
const SLOW = { ...STEADY, 'POST /payments': { ms: 45 } }

describe('the comparison of a run', () => {
  it('finds the endpoint that became slower, and no other', async () => {
    using run = runFolder({ baseline: STEADY, soak: SLOW, restored: STEADY })
    const compared = await compareRun(run.folder, run.entries)
    assert.deepEqual(
      compared?.comparison.endpoints.map(({ endpoint, answer, quantile }) => [endpoint, answer, quantile]),
      [
        ['GET /home', 'equivalent', 'p99'],
        ['POST /payments', 'regressed', 'p99'],
      ],
    )
    assert.deepEqual([compared.comparison.design.pairing, compared.comparison.design.atDesignSize], ['triplets', true])
    assert.deepEqual(compared.comparison.controls.restored.alarms, [])
  })

  it('is the same whenever it is made', async () => {
    using run = runFolder({ baseline: STEADY, soak: SLOW, restored: STEADY }, { blocks: 6 })
    assert.deepEqual(await compareRun(run.folder, run.entries), await compareRun(run.folder, run.entries))
  })

  it('measures by what the spec says of the endpoint, and by what nights without a change showed', async () => {
    const endpoints = [{ endpoint: '*', p99Ms: null, errorRate: null, gate: true, effectShare: 0.9 }]
    const limits = { ...LIMITS, endpoints }
    using run = runFolder({ baseline: STEADY, soak: SLOW, restored: STEADY }, { started: { limits } })
    const tolerant = await compareRun(run.folder, run.entries)
    assert.deepEqual(
      tolerant?.comparison.endpoints.map(({ answer, gate }) => [answer, gate]),
      [
        ['equivalent', true],
        ['inconclusive', true],
      ],
    )
    using again = runFolder({ baseline: STEADY, soak: SLOW, restored: STEADY })
    const noisy = await compareRun(again.folder, again.entries, { 'POST /payments': 0.9 })
    assert.equal(noisy?.comparison.endpoints[1]?.metrics[0]?.answer, 'inconclusive')
  })

  it('has no pairs where a scenario runs as a closed loop, and says which', async () => {
    const loop = { name: 'browse', ratePerSecond: null, executor: 'constant-vus', note: '' }
    using run = runFolder({ baseline: STEADY, soak: SLOW, restored: STEADY }, { traffic: trafficStarted([loop]) })
    const compared = await compareRun(run.folder, run.entries)
    assert.deepEqual([compared?.unscheduled, compared?.comparison.design.pairing], [['browse'], 'blocks'])
    assert.equal(compared?.comparison.endpoints[1]?.answer, 'regressed')
  })

  it('takes an endpoint that only one version knows as it comes', async () => {
    const soak = { ...STEADY, 'GET /new': { ms: 5 } }
    using run = runFolder({ baseline: STEADY, soak, restored: STEADY })
    const compared = await compareRun(run.folder, run.entries)
    assert.deepEqual(
      compared?.comparison.endpoints.filter(({ answer }) => answer === 'regressed'),
      [],
    )
  })

  it('has nothing to say of a run without a soak, and reads no file that was changed', async () => {
    using half = runFolder({ baseline: STEADY })
    assert.equal(await compareRun(half.folder, half.entries), null)
    using run = runFolder({ baseline: STEADY, soak: STEADY })
    const file = join(run.folder, 'k6/histograms-soak.jsonl')
    appendFileSync(file, '{}\n')
    await assert.rejects(compareRun(run.folder, run.entries), {
      message: `expected the histograms of soak in ${file} as the journal knows them, found other content`,
    })
  })
})
