import assert from 'node:assert/strict'
import { workUnderLock } from '../../../harness/checks/work-under-lock.ts'
import { counted, ended, survived, traced, tried } from '../trials.ts'

describe('savepoints', () => {
  const said = (line: number, statement: string) => traced(line, { statement, locks: [] })
  const ruling = (...between: readonly string[]) => {
    const [before = '', after = ''] = between
    const copies = traced(4, { statement: 'CREATE TABLE copy AS SELECT * FROM orders', locks: [] })
    const work = counted(4, { scans: 1, rowsRead: 9_000, rowsInTable: 9_000 })
    return workUnderLock.judge(
      tried({ alone: [said(1, before), traced(2), said(3, after), copies, work, ended(), survived()] }),
    ).ruling
  }

  it('give back the locks that were taken since, where the transaction is rolled back to them', () => {
    assert.equal(ruling('SAVEPOINT one', 'ROLLBACK TO SAVEPOINT one'), 'passed')
    assert.equal(ruling('savepoint one', 'rollback work to one'), 'passed')
  })

  it('keep the locks where they are released, or where it is another one', () => {
    assert.equal(ruling('SAVEPOINT one', 'RELEASE SAVEPOINT one'), 'found')
    assert.equal(ruling('SAVEPOINT one', 'ROLLBACK TO SAVEPOINT other'), 'found')
  })
})
