import assert from 'node:assert/strict'
import { playCase } from '../../../bench/bars/case.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'

// The good twin, and both in containers, are the bar `mixed-versions`.
describe('a column renamed under the old version', function () {
  this.timeout(300_000)

  it('is found by the endpoint that fails and its SQLSTATE, on the way there and on the way back', async () => {
    const played = await playCase('renamed-column', { spec: 'rehearsal.yaml', runtime: 'processes', needs: ['pg'] })
    const said = played.ended.stdout + played.ended.stderr
    assert.deepEqual(played.blockers, ['mixed-versions-fail GET /items/:id'], said)
    const held = entriesOf(played.journal, 'versions.mixed').filter(({ swapping }) => !swapping)
    assert.deepEqual(
      held.map(({ act, state, endpoints }) => ({
        act,
        state,
        errors: endpoints[0]?.errors.map(({ sqlstate }) => sqlstate),
      })),
      [
        { act: 'upgrade', state: 'web 1 on the new schema', errors: ['42703'] },
        { act: 'rollback', state: 'web 1 on the new schema', errors: ['42703'] },
      ],
      said,
    )
    assert.ok(
      held.every(({ requests, endpoints }) => requests > 0 && endpoints[0]?.failed === requests),
      said,
    )
  })
})
