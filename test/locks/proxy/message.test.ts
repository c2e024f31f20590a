import assert from 'node:assert/strict'
import { shiftPosition } from '../../../harness/locks/proxy/fields.ts'
import { createFraming, parse, SYNC } from '../../../harness/locks/proxy/message.ts'

describe('messages of the protocol', () => {
  const stream = Buffer.concat([parse(Buffer.from('SELECT 1')), SYNC, parse(Buffer.alloc(3_000, 'x')), SYNC])

  it('are the same however the stream was cut', () => {
    const whole = createFraming()(stream)
    assert.deepEqual(whole.map(({ type }) => type).join(''), 'PSPS')
    for (const size of [1, 2, 3, 7, 1_000]) {
      const frame = createFraming()
      const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, n) =>
        stream.subarray(n * size, (n + 1) * size),
      )
      assert.deepEqual(
        pieces.flatMap((piece) => frame(piece)),
        whole,
        `in pieces of ${size}`,
      )
    }
  })

  it('of an error count its position in the whole string', () => {
    const error = (position: string) => {
      const fields = Buffer.from(`SERROR\0C42703\0P${position}\0Rroutine\0\0`)
      const header = Buffer.from([69, 0, 0, 0, fields.length + 4])
      return Buffer.concat([header, fields])
    }
    assert.deepEqual(shiftPosition(error('8'), 95), error('103'))
    assert.deepEqual(shiftPosition(error('8'), 0), error('8'))
  })
})
