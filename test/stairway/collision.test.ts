import assert from 'node:assert/strict'
import { isCollision, roleNeededElsewhere } from '../../harness/stairway/collision.ts'

const REFUSED = 'role "old" cannot be dropped because some objects depend on it'
const failure = (message: string, detail?: string) =>
  new Error(`db/4.up.sql:3: ${message} (SQLSTATE 2BP01)`, { cause: { detail } })

describe('a failure of our own making', () => {
  it('is a role that other databases still need', () => {
    assert.equal(roleNeededElsewhere(failure(REFUSED, '2 objects in database fulldress_stair_1')), 'old')
    assert.equal(roleNeededElsewhere(failure(REFUSED, 'owner of database other')), null)
    assert.equal(
      roleNeededElsewhere(new Error(`\`npm run up\` exited with 1; its last lines:\nERROR:  ${REFUSED}`)),
      'old',
    )
  })

  it('is no role that the migration itself left something to', () => {
    assert.equal(
      roleNeededElsewhere(failure(REFUSED, 'owner of table t\n1 object in database fulldress_stair_1')),
      null,
    )
    assert.equal(
      roleNeededElsewhere(new Error(`its last lines:\nERROR:  ${REFUSED}\nDETAIL:  privileges for table t`)),
      null,
    )
    assert.equal(roleNeededElsewhere(failure('table t does not exist')), null)
    assert.equal(roleNeededElsewhere(null), null)
  })

  it('is two ways that wrote the same row of the server’s', () => {
    const error = (sqlstate: string, message: string) => isCollision({ when: 'up', place: null, sqlstate, message })
    assert.equal(error('XX000', 'db/1.up.sql:1: tuple concurrently updated (SQLSTATE XX000)'), true)
    assert.equal(error('', 'its last lines:\nERROR:  tuple concurrently deleted'), true)
    assert.equal(error('40P01', 'deadlock detected'), true)
    assert.equal(error('XX000', 'cache lookup failed'), false)
    assert.equal(error('42P07', 'relation "t" already exists'), false)
  })
})
