import assert from 'node:assert/strict'
import { shiftPosition } from '../../../harness/locks/proxy/fields.ts'
import { createFraming, type Message, parse, SYNC } from '../../../harness/locks/proxy/message.ts'

function lengthOf(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(4 + Buffer.byteLength(text))
  return length
}

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

  it('pass in bulk as soon as a part of the data is there, and are the same bytes', () => {
    const data = (text: string) => Buffer.concat([Buffer.from('d'), lengthOf(text), Buffer.from(text)])
    const copied = Buffer.concat([SYNC, data('one'), data('y'.repeat(500)), data(''), SYNC, data('two'), SYNC])
    const typesOf = (messages: readonly Message[]) => messages.map(({ type }) => type).join('')
    assert.equal(typesOf(createFraming({ bulk: true })(copied)), 'SdSdS')
    for (const size of [1, 2, 3, 7, 100]) {
      const frame = createFraming({ bulk: true })
      const pieces = Array.from({ length: Math.ceil(copied.length / size) }, (_, n) =>
        copied.subarray(n * size, (n + 1) * size),
      )
      const messages = pieces.flatMap((piece) => frame(piece))
      assert.deepEqual(Buffer.concat(messages.map(({ bytes }) => bytes)), copied, `in pieces of ${size}`)
      assert.equal(typesOf(messages).replace(/d+/g, 'd'), 'SdSdS', `in pieces of ${size}`)
    }
    const frame = createFraming({ bulk: true })
    assert.deepEqual(
      frame(copied.subarray(0, 60)).map(({ type, bytes }) => [type, bytes.length]),
      [
        ['S', SYNC.length],
        ['d', 60 - SYNC.length],
      ],
    )
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
