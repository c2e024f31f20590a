import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { playCase } from '../../../bench/bars/case.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'

// The good twin, and both in containers, are the bar `independence`.
describe('a rollback that depends on what was just upgraded', function () {
  this.timeout(300_000)

  it('is found in a Node script, a Python script and a shell script, and nothing else is', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) return this.skip()
    const played = await playCase('patched-library', { spec: 'rehearsal.yaml', runtime: 'processes' })
    const said = played.ended.stdout + played.ended.stderr
    assert.deepEqual(
      played.blockers,
      [
        'rollback-depends-on-upgrade run node rollback.mjs',
        'rollback-depends-on-upgrade run python3 rollback.py',
        'rollback-depends-on-upgrade run sh rollback.sh',
      ],
      said,
    )
    assert.deepEqual(
      entriesOf(played.journal, 'independence.tried').map(({ runsIn, met, reaches }) => ({ runsIn, met, reaches })),
      [
        {
          runsIn: 'web 2',
          met: ['ledger-client 2.0.0'],
          reaches: [{ part: 'ledger-client 2.0.0', through: 'rollback.mjs → settle.mjs' }],
        },
        {
          runsIn: 'books 2',
          met: ['ledger_books 2.0.0'],
          reaches: [{ part: 'ledger_books 2.0.0', through: 'rollback.py' }],
        },
        {
          runsIn: 'this machine',
          met: ['bin/ledgerctl'],
          reaches: [{ part: 'bin/ledgerctl', through: 'rollback.sh → ledgerctl' }],
        },
      ],
    )
  })
})
