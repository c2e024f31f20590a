import { deepEqual } from 'node:assert/strict'
import { untoldStatement, withUnseen } from '../../harness/companions/unseen.ts'
import type { TracedLock, TracedStatement } from '../../harness/locks/proxy/trace.ts'
import { readyParser } from '../../harness/sql/parse.ts'
import { statement } from './script.ts'

const COMMITS = 'it commits on its own while it runs'
const BEFORE = new Map([
  [1, 'orders'],
  [2, 'orders_ref'],
  [3, 'billing.invoices'],
])
const TABLES = new Map([
  [1, {}],
  [3, {}],
])

function traced(sql: string, more: Partial<TracedStatement> = {}): TracedStatement {
  return {
    ...{
      connection: 1,
      pid: 1,
      application: '',
      transaction: 1,
      index: 1,
      sql,
      bound: false,
      startedAt: 0,
      endedAt: 4,
    },
    ...{ heldMs: 0, exact: false, because: COMMITS, locks: [], advisory: [], error: null, notices: [] },
    ...more,
  }
}

function locksOf(sql: string, more: Partial<TracedStatement> = {}): readonly string[] {
  const { locks } = withUnseen(traced(sql, more), { tables: TABLES, before: BEFORE })
  return locks.map(({ relation, relkind, mode, unseen }) => `${relation} ${relkind} ${mode}${unseen ? ' unseen' : ''}`)
}

const SEEN: TracedLock = { relation: 'orders', oid: 1, relkind: 'r', mode: 'ShareUpdateExclusiveLock', existed: true }
const BUILD = 'CREATE INDEX CONCURRENTLY orders_customer ON orders (customer)'

describe('a statement whose locks were sampled', () => {
  before(() => readyParser())

  it('has the locks that it is documented to take where no sample met any', () => {
    deepEqual(locksOf(BUILD), ['orders r ShareUpdateExclusiveLock unseen'])
    deepEqual(locksOf('DROP INDEX CONCURRENTLY orders_ref'), ['orders_ref i ShareUpdateExclusiveLock unseen'])
    deepEqual(locksOf('REINDEX TABLE CONCURRENTLY orders'), ['orders r ShareUpdateExclusiveLock unseen'])
    deepEqual(locksOf('REINDEX TABLE orders'), ['orders r ShareLock unseen'])
    deepEqual(locksOf('VACUUM orders'), ['orders r ShareUpdateExclusiveLock unseen'])
    deepEqual(locksOf('VACUUM invoices'), ['billing.invoices r ShareUpdateExclusiveLock unseen'])
    deepEqual(locksOf('ALTER TABLE orders DETACH PARTITION old CONCURRENTLY'), [
      'orders r ShareUpdateExclusiveLock unseen',
    ])
  })

  it('keeps those that were seen as they are, and needs no others', () => {
    deepEqual(locksOf(BUILD, { locks: [SEEN] }), ['orders r ShareUpdateExclusiveLock'])
    deepEqual(locksOf(BUILD, { locks: [{ ...SEEN, mode: 'AccessShareLock' }] }), [
      'orders r AccessShareLock',
      'orders r ShareUpdateExclusiveLock unseen',
    ])
  })

  it('gets none where it was traced exactly or failed, or where the table was not there before', () => {
    deepEqual(locksOf('ALTER TABLE orders ADD COLUMN a int', { because: null, exact: true }), [])
    deepEqual(locksOf(BUILD, { error: { sqlstate: '42703', message: 'column "customer" does not exist' } }), [])
    deepEqual(locksOf('CREATE INDEX CONCURRENTLY ON parcels (id)'), [])
  })

  it('tells nobody what it locks where neither sample nor text do', () => {
    const untold = (sql: string, because: string | null = COMMITS) =>
      untoldStatement([{ ...statement(1, sql), because }], TABLES)?.sql ?? null
    deepEqual(untold('CALL archive()'), 'CALL archive()')
    deepEqual(untold('this is no SQL'), 'this is no SQL')
    deepEqual(untold('CALL archive()', null), null)
    deepEqual(
      [BUILD, 'CREATE INDEX CONCURRENTLY ON parcels (id)', 'DISCARD ALL'].map((sql) => untold(sql)),
      [null, null, null],
    )
    deepEqual(untoldStatement([{ ...statement(1, 'CALL archive()'), because: COMMITS }], new Map()), null)
  })
})
