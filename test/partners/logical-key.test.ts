import assert from 'node:assert/strict'
import { logicalKey } from '../../harness/partners/logical-key.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const asked = {
  method: 'POST',
  path: '/hooks/alerts',
  idempotencyKey: undefined,
  traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
  body: Buffer.from('{"text":"payment of 12 EUR"}'),
}

describe('what belongs to one logical call', () => {
  it('is told by the Idempotency-Key where the client sends one', () => {
    assert.deepEqual(logicalKey({ ...asked, idempotencyKey: 'a' }), { key: 'a', by: 'Idempotency-Key' })
  })

  it('is told by the trace else, whatever the span, for each method and path', () => {
    const first = logicalKey(asked)
    assert.deepEqual(first, { key: `${TRACE} POST /hooks/alerts`, by: 'traceparent' })
    const again = { ...asked, traceparent: `00-${TRACE}-b7ad6b7169203331-01`, body: Buffer.from('{"at":2}') }
    assert.deepEqual(logicalKey(again), first)
    assert.notEqual(logicalKey({ ...asked, path: '/hooks/others' }).key, first.key)
  })

  it('is told by method, path and a hash of the body where there is no valid trace', () => {
    for (const traceparent of [undefined, 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`]) {
      const { key, by } = logicalKey({ ...asked, traceparent })
      assert.equal(by, 'method, path and body')
      assert.match(key, /^POST \/hooks\/alerts [0-9a-f]{16}$/)
    }
    const other = { ...asked, traceparent: undefined, body: Buffer.from('{"text":"payment of 13 EUR"}') }
    assert.notEqual(logicalKey({ ...asked, traceparent: undefined }).key, logicalKey(other).key)
  })
})
