import assert from 'node:assert/strict'
import { headlines, journalOf, runFolder, runOf, startFulldress, verdictOf } from '../../../bench/bars/fulldress.ts'
import { leftBehind } from '../../../bench/bars/left-behind.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { hasEngine } from '../engine.ts'
import { type Sample, smallerSample } from './smaller-sample.ts'

// `npm run bar -- nothing-changes` and `as-delivered` repeat them, the latter in containers, too. A million orders are
// seeded in one of the runtimes: what differs between them is no matter of rows.
describe('the sample', function () {
  this.timeout(400_000)

  for (const runtime of ['processes', 'containers'] as const) {
    it(`is a GO as corrected, in ${runtime}`, async function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
      using sample = runtime === 'processes' ? wholeSample() : smallerSample('rehearsal.yaml')
      const { spec, out } = sample
      const args = ['rehearse', spec, '--runtime', runtime, '--act-time', '6s', '--out', out]
      const { exitCode, stdout, stderr } = await startFulldress(args).ended
      assert.equal(exitCode, 0, stdout + stderr)
      // Six blocks of a second are far below the design size, which no GO may hide.
      assert.match(stdout, /^GO at this resolution: cannot see /m)
      const journal = journalOf(out)
      assert.deepEqual(
        entriesOf(journal, 'phase.settled').map(({ phase }) => phase),
        ['baseline', 'soak', 'restored'],
      )
      const [compared] = entriesOf(journal, 'traffic.compared')
      assert.deepEqual([compared?.design.pairing, compared?.design.phases], ['triplets', 3])
      assert.deepEqual(leftBehind({ run: runOf(out) }), [])
    })
  }

  it('is a NO-GO as delivered, naming migration and table', async () => {
    using out = runFolder()
    const args = [
      'rehearse',
      'rehearsal.as-delivered.yaml',
      '--runtime',
      'processes',
      // What it is a NO-GO for are its steps and what they leave.
      '--act-time',
      '3s',
      '--out',
      out.folder,
    ]
    const { exitCode, stdout, stderr } = await startFulldress(args).ended
    assert.equal(exitCode, 1, stdout + stderr)
    const lines = headlines(verdictOf(out.folder)).join('\n')
    assert.match(lines, /blocker access-exclusive-too-long migrations\/as-delivered\/.*:\d+/)
    assert.match(lines, /blocker rollback-restores-schema/)
    assert.match(stdout, /orders/)
    const scanned = entriesOf(journalOf(out.folder), 'scanner.found').map(
      ({ scanner, place }) => `${scanner} ${place.file}`,
    )
    assert.ok(scanned.includes('type-change-rewrites migrations/as-delivered/001_widen_order_amount.up.sql'))
    const stalls = entriesOf(journalOf(out.folder), 'traffic.phase').flatMap((phase) => phase.stalls)
    assert.ok(stalls.every(({ parts, stalled }) => parts?.reduce((sum, part) => sum + part.stalled, 0) === stalled))
  })
})

function wholeSample(): Sample {
  const run = runFolder()
  return { spec: 'rehearsal.yaml', out: run.folder, [Symbol.dispose]: () => run[Symbol.dispose]() }
}
