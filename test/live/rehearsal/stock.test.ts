import assert from 'node:assert/strict'
import { journalOf, startFulldress, verdictOf } from '../../../bench/bars/fulldress.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { smallerSample } from './smaller-sample.ts'

const THRESHOLDS = [
  'checks rate>0.95 kept',
  'http_req_duration{scenario:order} p(95)<2000 kept',
  'http_req_failed rate<0.05 kept',
  'order_time p(95)<2000 kept',
]

describe('a stock k6 script', function () {
  this.timeout(280_000)

  it('is rehearsed as it is: setup, checks and thresholds kept, executors replaced, and the run says so', async () => {
    using sample = smallerSample('rehearsal.stock.yaml')
    const { spec, out } = sample
    const args = ['rehearse', spec, '--runtime', 'processes', '--act-time', '6s', '--out', out]
    const { exitCode, stdout, stderr } = await startFulldress(args).ended
    assert.equal(exitCode, 0, stdout + stderr)
    const entries = journalOf(out)
    assert.deepEqual(entriesOf(entries, 'traffic.started')[0]?.scenarios, [
      {
        name: 'browse',
        ratePerSecond: null,
        executor: 'constant-vus',
        note: 'ramping-vus replaced by constant-vus: a closed loop of 5 VUs for the whole run, which hides stalls; give it a rate in the spec',
      },
      {
        name: 'order',
        ratePerSecond: 5,
        executor: 'open schedule',
        note: 'constant-arrival-rate replaced by an open schedule at its rate',
      },
    ])
    // Only with the token from its setup is either of them answered so. While replicas are swapped a request may meet a
    // connection that is being closed, which is the upgrade's to answer for.
    for (const { phase, checks } of entriesOf(entries, 'traffic.phase')) {
      for (const name of ['home is 200', 'home has a menu', 'order is 201']) {
        const check = checks.find((one) => one.name === name)
        assert.ok(
          check !== undefined && check.passes > 0 && (check.fails === 0 || phase === 'upgrade' || phase === 'rollback'),
          `${phase}: ${name}: ${JSON.stringify(checks)}`,
        )
      }
    }
    const [ended] = entriesOf(entries, 'traffic.ended')
    const kept = ended?.thresholds.map(
      ({ metric, threshold, ok }) => `${metric} ${threshold} ${ok ? 'kept' : 'crossed'}`,
    )
    assert.deepEqual(kept?.sort(), THRESHOLDS)
    const ruling = verdictOf(out).checks.find(({ id }) => id === 'k6-threshold-crossed')?.ruling
    assert.equal(ruling, 'passed')
  })
})
