import { stringAt } from './message.ts'

/** The parts of an ErrorResponse or NoticeResponse that a trace tells. */
export interface Complaint {
  readonly sqlstate: string
  readonly message: string
}

export function readComplaint(bytes: Buffer): Complaint {
  const read = fieldsOf(bytes)
  return { sqlstate: read.get('C')?.toString() ?? '', message: read.get('M')?.toString() ?? '' }
}

/**
 * The same error with its position counted in the whole string that the client sent, as the simple protocol counts.
 *
 * @param characters How many characters stand before the statement.
 */
export function shiftPosition(bytes: Buffer, characters: number): Buffer {
  const position = characters === 0 ? undefined : fieldsOf(bytes).get('P')
  if (position === undefined) return bytes
  const at = position.byteOffset - bytes.byteOffset
  const shifted = Buffer.from(String(Number(position.toString()) + characters))
  const whole = Buffer.concat([bytes.subarray(0, at), shifted, bytes.subarray(at + position.length)])
  whole.writeUInt32BE(whole.length - 1, 1)
  return whole
}

function fieldsOf(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const fields = new Map<string, Buffer>()
  for (let at = 5; at < bytes.length && bytes[at] !== 0; ) {
    const value = stringAt(bytes, at + 1)
    fields.set(String.fromCharCode(bytes[at] ?? 0), value)
    at += 1 + value.length + 1
  }
  return fields
}
