import assert from 'node:assert/strict'
import { rollbackRestoresSchema } from '../../harness/checks/rollback-restores-schema.ts'
import type { CatalogDifference, Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { catalog, journal, started } from './journal.ts'

const bigint: CatalogDifference = { object: 'column public.events.id', change: 'changed', was: 'integer', is: 'bigint' }
const quiet = { before: 'quiet-before', after: 'quiet-restored' } as const

function judge(...facts: readonly Fact[]) {
  return rollbackRestoresSchema.judge(journal(started(), ...facts))
}

describe('rollback-restores-schema', () => {
  it('names each object that differs once, with what it was and is', () => {
    const ruling = judge(catalog({ ...quiet, differences: [bigint] }), catalog({ differences: [bigint] }))
    assert.deepEqual(onlyFinding(ruling), {
      check: 'rollback-restores-schema',
      severity: 'blocker',
      subject: 'column public.events.id',
      summary: 'is bigint after the rollback; it was integer',
      remedy: 'Have the rollback turn column public.events.id back into what it was.',
      measured: { is: 'bigint' },
      limit: { is: 'integer' },
      evidence: [3, 2],
    })
  })

  it('passes where not one object differs', () => {
    assertPassed(judge(catalog()), 'no object of the catalog differs from before the upgrade')
  })

  it('does not know what only the quiet clone has shown', () => {
    assertUnknown(
      judge(catalog(quiet)),
      'the catalog was not compared after the rollback. Settled by a rehearsal that performs rollback and audit.',
    )
  })

  it('finds what only the quiet clone has shown', () => {
    assert.equal(
      onlyFinding(judge(catalog({ ...quiet, differences: [bigint] }))).summary,
      'is bigint after the rollback; it was integer, seen on the quiet clone',
    )
  })

  it('says first what is gone, and counts what is too much to name', () => {
    const left = Array.from(
      { length: 45 },
      (_, index) => ({ object: `table t${index}`, change: 'added', was: null, is: '' }) as const,
    )
    const gone = { object: 'index orders_x', change: 'missing', was: 'btree (x)', is: null } as const
    const findings = findingsOf(judge(catalog({ differences: [...left, gone] })))
    assert.deepEqual(
      [findings.length, findings[0]?.summary, findings[1]?.summary, findings.at(-1)?.summary],
      [
        41,
        'is gone after the rollback; it was btree (x)',
        'is left behind by the rollback: there',
        '6 more objects of the catalog differ after the rollback; the journal names them all',
      ],
    )
  })

  it('is not applicable where there is no way back', () => {
    const entries = journal(started({ wayBack: 'none', reason: 'the vendor supports none' }))
    assertPassed(
      rollbackRestoresSchema.judge(entries),
      'not applicable, the spec declares no way back: the vendor supports none',
    )
  })
})
