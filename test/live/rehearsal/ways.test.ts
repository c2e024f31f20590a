import assert from 'node:assert/strict'
import { verdictOf } from '../../../bench/bars/fulldress.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { ways } from './ways.ts'

// `npm run bar -- ways` takes every way, well and spoilt, in both runtimes.
describe('a way back by code alone', function () {
  this.timeout(400_000)

  it('is a GO where the old version works on the new schema, and the new one then reads its rows', async () => {
    using rehearsal = ways()
    const { exitCode, stdout, stderr } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 0, stdout + stderr)
    const entries = rehearsal.journal()
    const phases = entriesOf(entries, 'traffic.phase').map(({ phase }) => phase)
    assert.deepEqual([...new Set(phases)], ['baseline', 'upgrade', 'soak', 'rollback', 'restored', 'forward'])
    const because = new Map(verdictOf(rehearsal.out).checks.map((check) => [check.id, check.because]))
    assert.equal(because.get('rollback-restores-schema'), 'not applicable: only code goes back, the new schema stays')
    assert.match(because.get('old-version-on-new-schema') ?? '', /^\d+ requests to the old version on the new schema/)
    assert.match(because.get('new-version-reads-old-writes') ?? '', /^\d+ requests to the new version, after the old/)
  })
})
