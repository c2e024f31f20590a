import { createHash } from 'node:crypto'

/** From RFC 6455: proves that the answer comes from a web socket server. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 0x81
const PONG = 0x8a

/** The answer that makes a web socket of a request to be one, by its `sec-websocket-key`. */
export function handshake(key: string): string {
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64')
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** An unmasked text frame of at most 125 bytes. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([TEXT, payload.length]), payload])
}

/** A pong that nobody asked for, which RFC 6455 has its receiver take without an answer. */
export const pongFrame: Uint8Array = Uint8Array.of(PONG, 0)
