import assert from 'node:assert/strict'
import { States } from '../../harness/traffic/states.ts'

describe('requests by state', () => {
  it('are counted where they were answered, however late their sample comes', () => {
    const states = new States()
    states.enter('old on new', 100)
    states.enter(null, 200)
    states.enter('old on new', 300)
    const add = (toMs: number, failed: boolean) => states.add({ endpoint: 'GET /a', fromMs: toMs - 50, toMs }, failed)
    for (const toMs of [99, 100, 199, 200, 299]) add(toMs, false)
    add(310, true)
    assert.deepEqual(states.take(), [
      {
        state: 'old on new',
        endpoints: [{ endpoint: 'GET /a', requests: 3, failed: 1 }],
        failures: [{ endpoint: 'GET /a', fromMs: 260, toMs: 310 }],
      },
    ])
  })

  it('are told of a state that nobody asked anything in, and once only', () => {
    const states = new States()
    states.enter('new on old', 100)
    states.enter(null, 101)
    assert.deepEqual(states.take(), [{ state: 'new on old', endpoints: [], failures: [] }])
    assert.deepEqual(states.take(), [])
  })
})
