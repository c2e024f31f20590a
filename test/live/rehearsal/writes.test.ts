import assert from 'node:assert/strict'
import { headlines } from '../../../bench/bars/fulldress.ts'
import { WRITES_CASES } from '../../../bench/writes/cases.ts'
import { exactKeys, writesRehearsal } from '../../../bench/writes/rehearsal.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'

// `npm run bar -- acknowledged` has the other ways to spoil a write, their good twins, and the other runtime.
describe('acknowledged writes in a rehearsal', function () {
  this.timeout(200_000)

  it('are named, with the act that promised them, where a service answers before it commits', async () => {
    using rehearsal = writesRehearsal()
    WRITES_CASES.find(({ name }) => name === 'answers before it commits')?.spoil(rehearsal)
    const { exitCode, stdout, stderr } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 1, stdout + stderr)
    const blockers = headlines(rehearsal.verdict()).filter((line) => line.startsWith('blocker'))
    assert.deepEqual(blockers, ['blocker acknowledged-writes-kept notes'])
    const troubled = rehearsal.troubled()
    assert.ok(troubled.length > 0)
    const { exact, words } = exactKeys(rehearsal)
    assert.ok(exact, words)
    assert.deepEqual([...new Set(troubled.map(({ endpoint }) => endpoint))], ['POST /notes'])
    const [compared] = entriesOf(rehearsal.journal(), 'ledger.compared')
    const acts = compared?.acts?.map(({ act }) => act) ?? []
    assert.deepEqual(acts.slice(0, 5), ['baseline', 'upgrade', 'soak', 'rollback', 'restored'])
    const asked = entriesOf(rehearsal.journal(), 'invariant.asked').map(({ when, outcome }) => [when, outcome.was])
    assert.deepEqual(asked, [
      ['seeded', 'kept'],
      ['upgraded', 'kept'],
      ['rolled-back', 'kept'],
      ['ended', 'kept'],
    ])
  })
})
