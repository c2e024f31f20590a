import assert from 'node:assert/strict'
import { rollbackRestoresSchema } from '../../harness/checks/rollback-restores-schema.ts'
import type { CatalogDifference, Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { catalog, journal, started } from './journal.ts'
import { stair } from './stairs.ts'

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
      summary: 'events.id: is bigint; was integer',
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
      'events.id: is bigint; was integer (seen on the quiet clone)',
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
        'index orders_x: missing; was btree (x)',
        'table t0: added; is there',
        '6 more objects of the catalog differ after the rollback; the journal names them all',
      ],
    )
  })

  it('names the migration that does not bring the object back alone either', () => {
    const climbed = stair({ subject: 'migrations/004_ids.down.sql', verdict: 'schema-differs', schema: [bigint] })
    assert.equal(
      onlyFinding(judge(climbed, catalog({ differences: [bigint] }))).summary,
      'events.id: is bigint; was integer; from migrations/004_ids.down.sql',
    )
  })

  it('notes columns that moved, once per table, and takes them for no loss', () => {
    const columnOrder = [{ table: 'public.orders', was: 'id, note, total', is: 'id, total, note', rowTypeUsedBy: null }]
    assert.deepEqual(onlyFinding(judge(catalog({ ...quiet, columnOrder }), catalog({ columnOrder }))), {
      check: 'rollback-restores-schema',
      severity: 'note',
      subject: 'column order of public.orders',
      summary:
        'orders: columns stand in the order id, total, note; it was id, note, total; no query by name can tell; whether anything reads SELECT *, or writes INSERT or COPY without columns, is unknown',
      remedy:
        'A column that was dropped comes back last. Keep it until there is no way back any more, or see that nothing takes columns by position.',
      measured: { order: 'id, total, note' },
      limit: { order: 'id, note, total' },
      evidence: [2, 3],
    })
  })

  it('is concerned about columns that moved where the catalog names who takes them by position', () => {
    const columnOrder = [
      { table: 'public.orders', was: 'id, note', is: 'note, id', rowTypeUsedBy: 'function public.latest()' },
    ]
    const { severity, summary } = onlyFinding(judge(catalog({ columnOrder })))
    assert.deepEqual(
      [severity, summary],
      [
        'concern',
        'orders: columns stand in the order note, id; it was id, note; no query by name can tell, but its rows are taken by position in function latest()',
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
