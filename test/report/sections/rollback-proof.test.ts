import assert from 'node:assert/strict'
import type { CatalogDifference, Fact } from '../../../harness/model/evidence.ts'
import { rollbackProof } from '../../../harness/report/sections/rollback-proof.ts'
import { catalog, journal, ledger, rows, started, T0, wholeRehearsal } from '../../checks/journal.ts'
import { tried } from '../../checks/trials.ts'
import { HOSTILE, isHarmless, shown, words } from './shown.ts'

const digest: Fact = {
  kind: 'catalog.digested',
  label: 'restored',
  sha256: 'a',
  objects: 111,
  file: { file: 'c', sha256: 'a' },
}

function under(title: string, lines: readonly string[], count: number): readonly string[] {
  const from = lines.indexOf(title)
  return from < 0 ? [] : lines.slice(from + 1, from + 1 + count)
}

describe('the proof of the way back', () => {
  it('says what was proved, by what, on how many rows and objects', () => {
    const entries = wholeRehearsal({ audit: [digest, catalog(), ledger()] })
    const lines = words(rollbackProof, entries)
    assert.ok(
      lines.includes(
        'Is the schema after the rollback the one from before the upgrade? | proved | no object of the catalog differs from before the upgrade',
      ),
    )
    assert.deepEqual(under('Schema', lines, 2), [
      '111 objects of the catalog compared on the live copy, after the rollback under load: none differs from before the upgrade.',
      'Objects of the catalog compared on the quiet clone, after up and down with nobody else at work: none differs from before the upgrade.',
    ])
    assert.deepEqual(under('Rows', lines, 1), [
      '1,200,000 rows in 1 table were digested on the quiet clone before up and after down, in 9 s: all are equal.',
    ])
  })

  it('never calls proved what was not asked', () => {
    const lines = words(rollbackProof, wholeRehearsal({ started: [started({ ledgers: [] })], audit: [] }))
    assert.ok(lines.some((line) => / \| not asked \| nothing is declared: the spec names no ledger$/.test(line)))
    assert.ok(
      lines.some((line) => line.startsWith('Is the schema after the rollback') && line.includes('| not proved |')),
    )
  })

  it('groups what differs as lost, changed, left behind and order only', () => {
    const differences: readonly CatalogDifference[] = [
      { object: 'column public.orders.note', change: 'added', was: null, is: 'text' },
      { object: 'index public.orders_x', change: 'missing', was: 'btree (x)', is: null },
    ]
    const columnOrder = [{ table: 'public.orders', was: 'id, a, b', is: 'id, b, a', rowTypeUsedBy: null }]
    const lines = words(
      rollbackProof,
      wholeRehearsal({ probes: [rows()], audit: [catalog({ differences, columnOrder })] }),
    )
    assert.deepEqual(under('Schema', lines, 7).slice(1), [
      'Lost (1)',
      'index orders_x: missing; was btree (x)',
      'Left behind (1)',
      'orders.note: added; is text',
      'Order of columns only (1)',
      'orders: columns stand in the order id, b, a; it was id, a, b',
    ])
  })

  it('counts acknowledged writes by act: promised, found, lost, doubled, changed, given up', () => {
    const acts = [{ act: 'upgrade', acknowledged: 40, missing: 2, doubled: 1, changed: 0, declaredLost: 0 }] as const
    const troubled = [{ key: 'o-7', trouble: 'missing', act: 'upgrade', atMs: T0, endpoint: 'POST /orders' }] as const
    const one = ledger({ acknowledged: 40, missing: ['o-7', 'o-8'], missingCount: 2, doubledCount: 1, acts, troubled })
    const lines = words(rollbackProof, wholeRehearsal({ audit: [catalog(), one] }))
    assert.deepEqual(under('Acknowledged writes', lines, 6), [
      'ledger | promised in | promised | found | lost | doubled | changed | given up as declared',
      'orders | upgrade | 40 | 38 | 2 | 1 | 0 | 0',
      'orders | all acts | 40 | 38 | 2 | 1 | 0 | 0',
      'orders: writes in trouble, 1 told',
      'key | what became of it | promised in | promised at | by | particulars',
      'o-7 | lost | upgrade | 2026-11-21T06:12:00.000Z | POST /orders |',
    ])
  })

  it('shows what the way back would destroy, and how much of it came since the upgrade', () => {
    const object = {
      object: 'orders.note',
      loss: 'column',
      relation: 'orders',
      column: 'note',
      was: 'text',
      is: null,
    } as const
    const counted = (when: 'upgraded' | 'leaving', values: number | null) =>
      ({ kind: 'destroyed.counted', when, counted: [{ object: 'orders.note', values }] }) as const
    const started_ = started({ pointOfNoReturn: 'the first refund' })
    const facts: Fact[] = [
      { kind: 'rollback.destroys', objects: [object] },
      counted('upgraded', 40),
      counted('leaving', 352),
    ]
    const lines = words(rollbackProof, wholeRehearsal({ started: [started_], probes: facts }))
    assert.deepEqual(under('What it destroys', lines, 2)[1], 'orders.note | drops the column | 40 | 352 | 312')
    assert.ok(lines.some((line) => line.includes('the first refund')))
    const late = wholeRehearsal({ started: [started_], probes: [facts[0] as Fact, counted('leaving', null)] })
    assert.ok(
      words(rollbackProof, late).includes('orders.note | drops the column | not counted | not counted | not counted'),
    )
  })

  it('compares the ways back that were rehearsed', () => {
    const other = { kind: 'way.rehearsed', folder: 'ways/restore', way: 'restore', verdict: 'go' } as const
    const figures = { stallMs: 900, rollbackMs: 12_000, writesLost: 31, residue: null }
    const entries = [...wholeRehearsal(), ...journal({ ...other, ...figures })]
    const lines = words(rollbackProof, entries)
    assert.ok(lines.includes('restore | GO | 12.0 s | 0.9 s | 31 | -'))
  })

  it('names what was not recorded', () => {
    const entries = wholeRehearsal({
      started: [started({ pointOfNoReturn: 'x', commandsBack: ['run undo'] })],
      probes: [],
      audit: [],
    })
    const missing = words(rollbackProof, entries).filter((line) => line.startsWith('not recorded'))
    assert.deepEqual(missing, [
      'not recorded: the catalog after the rollback was not compared with the one before the upgrade',
      'not recorded: rows were not compared on the quiet clone',
      'not recorded: ledger orders was not looked up',
      'not recorded: no clone showed what the rollback destroys',
      'not recorded: sequences were not read at the end',
      'not recorded: version and settings were not read both before the upgrade and after the way back',
      'not recorded: the rollback was not tried from there',
      'not recorded: run undo was not run without what the upgrade changed',
    ])
  })

  it('tells of a snapshot what came back', () => {
    const facts: Fact[] = [
      { kind: 'snapshot.taken', by: 'commands', startedAt: T0, takenAt: T0, endedAt: T0 + 2_000, transaction: 7 },
      { kind: 'snapshot.proved', wholeServer: false, since: [{ table: 'orders', rows: 3 }], tables: 4 },
      { kind: 'restore.tried', ok: true, planted: 9, idle: false, tables: 4, rows: 100, differences: [] },
    ]
    const lines = words(rollbackProof, wholeRehearsal({ started: [started({ wayBack: 'restore' })], rollback: facts }))
    assert.deepEqual(under('Rows', lines, 3), [
      'The snapshot was taken by the commands of the spec, in 2 s, while everybody worked.',
      'The restore left 3 rows in orders that came after the snapshot.',
      'On a clone, 9 rows deleted after the snapshot: the commands brought 100 rows in 4 tables back as they were.',
    ])
  })

  it('says that there is no way back where none is declared, and is absent where nothing was rehearsed', () => {
    const none = started({ wayBack: 'none', reason: 'the vendor has none', rollbackSteps: [] })
    const lines = words(rollbackProof, wholeRehearsal({ started: [none] }))
    assert.ok(lines[0]?.startsWith('way backnone'), lines[0])
    assert.ok(!lines.includes('Schema'))
    assert.equal(shown(rollbackProof, tried()), null)
  })

  it('tells as much of a long text as one reads', () => {
    const differences = [{ object: 'view public.v', change: 'added', was: null, is: 'x' }] as const
    const names = Array.from({ length: 60 }, (_, index) => `table t${index} ${'ä'.repeat(20_000)}`)
    const many = names.map((object) => ({ ...differences[0], object }))
    const html = shown(rollbackProof, wholeRehearsal({ audit: [catalog({ differences: many })] })) ?? ''
    assert.ok(html.length < 120_000, `${html.length}`)
    assert.ok(html.includes('characters more, in the journal'))
  })

  it('keeps the text of objects and keys text', () => {
    const differences = [{ object: `table ${HOSTILE}`, change: 'added', was: null, is: HOSTILE }] as const
    const facts = [catalog({ differences }), ledger({ missing: [HOSTILE], missingCount: 1 })]
    assert.ok(isHarmless(shown(rollbackProof, wholeRehearsal({ audit: facts })) ?? ''))
  })
})
