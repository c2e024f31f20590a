import assert from 'node:assert/strict'
import { headlines } from '../../../bench/bars/fulldress.ts'
import { WRITES_CASES } from '../../../bench/writes/cases.ts'
import { exactKeys, writesRehearsal } from '../../../bench/writes/rehearsal.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'

// `npm run bar -- acknowledged` has the other ways to spoil a write, their good twins, and the other runtime.
describe('writes in a rehearsal', function () {
  this.timeout(200_000)

  it('that are lost are named, with the act that promised them, where a service answers before it commits', async () => {
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
    // Hashes of k6 and of ours must agree, or nothing would be compared, or everything would differ.
    const [compared] = entriesOf(rehearsal.journal(), 'ledger.compared')
    const acts = compared?.acts?.map(({ act }) => act) ?? []
    assert.deepEqual(acts.slice(0, 5), ['baseline', 'upgrade', 'soak', 'rollback', 'restored'])
    assert.deepEqual(
      compared?.fields?.map(({ column, compared, changed }) => [column, compared > 0, changed]),
      [
        ['body', true, 0],
        ['cents', true, 0],
      ],
    )
    const asked = entriesOf(rehearsal.journal(), 'invariant.asked').map(({ when, outcome }) => [when, outcome.was])
    assert.deepEqual(asked, [
      ['seeded', 'kept'],
      ['upgraded', 'kept'],
      ['rolled-back', 'kept'],
      ['ended', 'kept'],
    ])
  })

  it('do not even begin where an invariant does not hold on the seed: that is the operator’s to mend', async () => {
    using rehearsal = writesRehearsal()
    rehearsal.write('base/002_spoilt.sql', 'UPDATE totals SET cents = cents + 1 WHERE id = 2;\n')
    const { exitCode, stderr, stdout } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 2, stdout + stderr)
    assert.match(
      stderr,
      /expected invariant totals to return no row on the data set of the old version; found 1 row: kept 500501, summed \?/,
    )
    assert.match(stderr, /hint: mend the seed or the statement under `invariants`/)
  })
})
