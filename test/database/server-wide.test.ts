import assert from 'node:assert/strict'
import { isServerWide, withServerWide } from '../../harness/database/catalog/server-wide.ts'
import { catalogOf } from '../../harness/database/catalog.ts'

describe('what all databases of a server share', () => {
  it('is told by name from what is a database’s own', () => {
    const shared = [
      ...['role r', 'role "in database"', 'tablespace t', 'settings of all roles', 'settings of role r'],
      ...[
        'settings of role "in database"',
        'comment on role r',
        'grants on parameter work_mem',
        'grants on tablespace t',
      ],
    ]
    const own = [
      ...['table public.role', 'settings of role r in database', 'settings of database', 'comment on table public.t'],
      ...['grants on table public.t', 'grants on database', 'comment on database', 'column public.role.r'],
    ]
    assert.deepEqual([...shared, ...own].filter(isServerWide), shared)
  })

  it('is taken from another catalog, with none of its own objects', () => {
    const own = catalogOf(new Map([...pair('role r', 'superuser'), ...pair('table t', 'now')]))
    const other = catalogOf(
      new Map([...pair('role r', 'login'), ...pair('table t', 'then'), ...pair('table u', 'then')]),
    )
    assert.deepEqual([...withServerWide(own, other).objects], [...pair('role r', 'login'), ...pair('table t', 'now')])
  })
})

function pair(object: string, definition: string): readonly (readonly [string, string])[] {
  return [[object, definition]]
}
