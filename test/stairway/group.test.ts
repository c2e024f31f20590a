import assert from 'node:assert/strict'
import { RehearsalError } from '../../harness/errors.ts'
import { groupStairs, spanOf } from '../../harness/stairway/group.ts'
import type { Stair } from '../../harness/stairway/stair.ts'

const flown: string[] = []

function stair(name: string, overrides: Partial<Stair> = {}): Stair {
  const flight = (way: string) => async () => void flown.push(`${way} ${name}`)
  const files = [`db/${name}/up.sql`, `db/${name}/down.sql`]
  return {
    name: `db/${name}/up.sql`,
    subject: `db/${name}/down.sql`,
    files,
    up: flight('up'),
    down: flight('down'),
    ...overrides,
  }
}

const STAIRS = ['001_a', '002_b', '003_c', '004_d'].map((name) => stair(name))

function complaint(...groups: readonly string[]): string {
  try {
    groupStairs(STAIRS, groups.map(spanOf))
    return ''
  } catch (error) {
    assert.ok(error instanceof RehearsalError)
    return error.message
  }
}

describe('groups of migrations', () => {
  it('go up in order and down in the opposite one, as one stair among the others', async () => {
    const grouped = groupStairs(STAIRS, [spanOf('002..db/003_c')])
    assert.deepEqual(
      grouped.map(({ name, steps }) => [name, steps?.length ?? 1]),
      [
        ['db/001_a/up.sql', 1],
        ['db/002_b/up.sql .. 003_c/up.sql', 2],
        ['db/004_d/up.sql', 1],
      ],
    )
    flown.length = 0
    const [, group] = grouped
    const options = { signal: new AbortController().signal }
    const address = { host: '', port: 0, user: '', password: '', database: '' }
    await group?.up(address, options)
    await group?.down?.(address, options)
    assert.deepEqual(flown, ['up 002_b', 'up 003_c', 'down 003_c', 'down 002_b'])
  })

  it('have no way down where one of theirs has none, and are declared as their migrations are', () => {
    const stairs = [stair('001_a'), stair('002_b', { down: null, irreversible: 'archived' })]
    const [group] = groupStairs(stairs, [spanOf('001..002')])
    assert.deepEqual([group?.down, group?.irreversible], [null, 'archived'])
  })

  it('complain of what is no span of the migrations', () => {
    assert.equal(complaint('002'), 'expected --group FIRST..LAST, found "002"')
    assert.equal(complaint('003..002'), 'expected --group to name the earlier migration first, found 003..002')
    assert.equal(
      complaint('001..009'),
      'expected 009 of --group to be one of the migrations that are tried, found none of that name',
    )
    assert.equal(complaint('00..002'), 'expected 00 of --group to name one migration, found 4 that it may mean')
    assert.equal(
      complaint('001..002', '002..003'),
      'expected each migration in one --group at most, found db/002_b/up.sql in two',
    )
  })
})
