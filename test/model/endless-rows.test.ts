import assert from 'node:assert/strict'
import { endlessRows } from '../../harness/model/endless-rows.ts'

const row = (from: string, ends: number, ...to: readonly string[]) => ({
  from,
  ends,
  next: to.map((name) => ({ to: name, share: (1 - ends) / to.length })),
})

describe('rows of a transition matrix', () => {
  it('are endless where no way leads to an end', () => {
    assert.deepEqual(endlessRows([row('a', 0, 'b'), row('b', 0, 'c'), row('c', 0.1, 'a')]), [])
    assert.deepEqual(endlessRows([row('a', 0.5, 'b'), row('b', 0, 'c'), row('c', 0, 'b')]), ['b', 'c'])
  })

  it('end where there is no row, and where nothing follows', () => {
    assert.deepEqual(endlessRows([row('a', 0, 'elsewhere'), row('b', 0)]), [])
  })

  it('are endless by a way that is never taken', () => {
    assert.deepEqual(
      endlessRows([
        {
          from: 'a',
          ends: 0,
          next: [
            { to: 'a', share: 1 },
            { to: 'b', share: 0 },
          ],
        },
        row('b', 1),
      ]),
      ['a'],
    )
  })
})
