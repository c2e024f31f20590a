/** One message of the protocol, as it came: a type, four bytes of length, and the rest. */
export interface Message {
  /** A single character, as the documentation spells it: `Q`, `Z`. */
  readonly type: string
  readonly bytes: Buffer
}

const HEADER = 5

/** CopyData: of these only the length matters, whatever the direction. */
const DATA = 'd'.charCodeAt(0)

/**
 * Cuts a stream of bytes into messages; what is not complete waits for the next chunk. In bulk, neighbouring CopyData
 * messages come as one, and the part of one that is there does not wait for the rest: a table is loaded through here.
 */
export function createFraming({ bulk = false } = {}): (chunk: Buffer) => readonly Message[] {
  let parts: Buffer[] = []
  let had = 0
  let needed = HEADER
  /** Of a CopyData message whose beginning has left. */
  let owed = 0
  return (chunk) => {
    // A message of many chunks is put together once, or a big row would be copied with each of them.
    if (had > 0) {
      parts.push(chunk)
      had += chunk.length
      if (had < needed) return []
    }
    const bytes = had > 0 ? Buffer.concat(parts) : chunk
    const messages: Message[] = []
    let from = 0
    needed = HEADER
    while (from < bytes.length) {
      if (bulk) {
        const to = endOfData(bytes, from + owed)
        owed = Math.max(0, to - bytes.length)
        if (to > from) messages.push({ type: 'd', bytes: bytes.subarray(from, to) })
        from = Math.min(to, bytes.length)
      }
      if (bytes.length - from < HEADER) break
      const length = 1 + bytes.readUInt32BE(from + 1)
      needed = length
      if (bytes.length - from < length) break
      messages.push({ type: String.fromCharCode(bytes[from] ?? 0), bytes: bytes.subarray(from, from + length) })
      from += length
      needed = HEADER
    }
    parts = from < bytes.length ? [bytes.subarray(from)] : []
    had = bytes.length - from
    return messages
  }
}

/** Where the CopyData messages that begin here end; maybe beyond what there is. */
function endOfData(bytes: Buffer, from: number): number {
  let to = from
  while (bytes.length - to >= HEADER && bytes[to] === DATA) to += 1 + bytes.readUInt32BE(to + 1)
  return to
}

/** The zero-terminated string that begins at an offset, without its zero. */
export function stringAt(bytes: Buffer, offset: number): Buffer {
  const end = bytes.indexOf(0, offset)
  return bytes.subarray(offset, end === -1 ? bytes.length : end)
}

function message(type: string, ...fields: readonly Buffer[]): Buffer {
  const length = fields.reduce((sum, field) => sum + field.length, 4)
  const header = Buffer.alloc(HEADER)
  header.write(type, 0, 'latin1')
  header.writeUInt32BE(length, 1)
  return Buffer.concat([header, ...fields])
}

const ZERO = Buffer.alloc(1)

/** Parse into the unnamed statement, with every parameter type left to the server. */
export function parse(sql: Buffer): Buffer {
  return message('P', ZERO, sql, ZERO, Buffer.alloc(2))
}

/** Of the unnamed portal, all results as text: as the simple protocol would give them. */
const BIND = message('B', Buffer.alloc(2 + 2 + 2 + 2))
const DESCRIBE = message('D', Buffer.from('P\0'))
const EXECUTE = message('E', Buffer.alloc(5))
const CLOSE_PORTAL = message('C', Buffer.from('P\0'))

export const FLUSH = message('H')
export const SYNC = message('S')
export const CLOSE_UNNAMED_STATEMENT = message('C', Buffer.from('S\0'))

/** Runs what was parsed into the unnamed statement, and leaves no portal that the simple protocol would not leave. */
export const RUN = Buffer.concat([BIND, DESCRIBE, EXECUTE, CLOSE_PORTAL])
/** The same where nobody wants to know the columns. */
export const RUN_QUIETLY = Buffer.concat([BIND, EXECUTE, CLOSE_PORTAL])
