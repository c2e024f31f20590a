import assert from 'node:assert/strict'
import type { Role } from '../../harness/database/role.ts'
import { identitiesBack, rightsBack } from '../../harness/database/role-statements.ts'

function role(oid: number, name: string, more: Partial<Role> = {}): Role {
  return { oid, name, attributes: ['NOSUPERUSER', 'LOGIN'], password: null, settings: null, comment: null, ...more }
}

const rights = (...pairs: readonly (readonly [give: string, take: string])[]) => new Map(pairs)

describe('the server’s roles, brought back', () => {
  const back = (known: readonly Role[], now: readonly Role[]) => identitiesBack({ all: known }, { all: now })

  it('lose those that came later, rights first', () => {
    assert.deepEqual(back([role(1, 'a')], [role(1, 'a'), role(2, 'b'), role(3, 'c "d"')]), [
      'DROP OWNED BY "b"',
      'DROP OWNED BY "c ""d"""',
      'DROP ROLE "b"',
      'DROP ROLE "c ""d"""',
    ])
  })

  it('have their names again, and one that took a name goes', () => {
    assert.deepEqual(back([role(1, 'a')], [role(1, 'b')]), ['ALTER ROLE "b" RENAME TO "a"'])
    assert.deepEqual(back([role(1, 'a')], [role(1, 'old'), role(2, 'a')]), [
      'DROP OWNED BY "a"',
      'DROP ROLE "a"',
      'ALTER ROLE "old" RENAME TO "a"',
    ])
    assert.deepEqual(back([role(1, 'a'), role(2, 'b')], [role(1, 'b'), role(2, 'a')]), [
      'ALTER ROLE "b" RENAME TO "fulldress_role_1"',
      'ALTER ROLE "a" RENAME TO "fulldress_role_2"',
      'ALTER ROLE "fulldress_role_1" RENAME TO "a"',
      'ALTER ROLE "fulldress_role_2" RENAME TO "b"',
    ])
  })

  it('are made anew where they were dropped, unless that was done already', () => {
    assert.deepEqual(back([role(1, 'a')], []), ['CREATE ROLE "a"'])
    assert.deepEqual(back([role(1, 'a')], [role(9, 'a')]), [])
    assert.deepEqual(back([role(1, 'a'), role(2, 'b')], [role(1, 'b')]), [
      'ALTER ROLE "b" RENAME TO "a"',
      'CREATE ROLE "b"',
    ])
  })

  it('have again what they had, and no more', () => {
    const was = role(1, 'a', { password: "SCRAM'1", settings: ['search_path=a, "B c"'], comment: 'theirs' })
    const is = role(9, 'a', { attributes: ['SUPERUSER', 'LOGIN'], settings: ['work_mem=1MB'] })
    const kept = ['GRANT "a" TO "b"', 'REVOKE "a" FROM "b"'] as const
    const statements = rightsBack(
      { all: [was], rights: rights(kept, ['GRANT lost', 'REVOKE lost']) },
      { all: [is, role(2, 'b')], rights: rights(kept, ['GRANT added', 'REVOKE added']) },
    )
    assert.deepEqual(statements, [
      `ALTER ROLE "a" NOSUPERUSER PASSWORD 'SCRAM''1'`,
      'ALTER ROLE "a" RESET ALL',
      `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig) SELECT 0, oid, ARRAY['search_path=a, "B c"'] FROM pg_authid WHERE rolname = 'a'`,
      `COMMENT ON ROLE "a" IS 'theirs'`,
      'REVOKE added',
      'GRANT lost',
    ])
    assert.deepEqual(rightsBack({ all: [was], rights: rights() }, { all: [was], rights: rights() }), [])
  })
})
