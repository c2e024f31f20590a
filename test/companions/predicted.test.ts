import assert from 'node:assert/strict'
import { predictStatements, type Timed } from '../../harness/companions/predicted.ts'

const AT = { sizes: [2_000, 8_000], rows: 50_000_000 } as const

function timed(size: number, ...durations: readonly number[]): readonly Timed[] {
  return durations.map((durationMs, at) => ({
    ...{ size, rows: size, index: at + 1, place: null, statement: 'UPDATE orders SET paid = true WHERE id < ?' },
    durationMs,
  }))
}

describe('what each statement of a migration takes at production’s rows', () => {
  it('is predicted one by one where both sizes saw the same statements', () => {
    const predicted = predictStatements([...timed(2_000, 2, 20), ...timed(8_000, 8, 80)], AT)
    assert.deepEqual(
      predicted.map(({ rows, highMs }) => [rows, highMs > 50_000]),
      [
        [50_000_000, true],
        [50_000_000, true],
      ],
    )
  })

  it('is not where the larger size needed more statements, for production needs more still', () => {
    assert.deepEqual(predictStatements([...timed(2_000, 2), ...timed(8_000, 2, 2, 2, 2)], AT), [])
    assert.deepEqual(predictStatements([...timed(2_000, 2, 2), ...timed(8_000, 2)], AT), [])
  })

  it('is not where one statement was another, or the two sizes are the same', () => {
    const [other] = timed(8_000, 8)
    assert.deepEqual(predictStatements([...timed(2_000, 2), { ...(other as Timed), statement: 'x' }], AT), [])
    const same = timed(8_000, 8).map((one) => ({ ...one, rows: 2_000 }))
    assert.deepEqual(predictStatements([...timed(2_000, 2), ...same], AT), [])
  })
})
