import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** From RFC 6455: proves that the answer comes from a web socket server. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 0x81
const PONG = 0x8a

/** A server, not yet listening, that takes web sockets alone, and those that are open. Each is greeted after its handshake. */
export function webSocketServer(greet: (socket: Duplex) => void = () => undefined): {
  readonly server: Server
  readonly sockets: ReadonlySet<Duplex>
} {
  const sockets = new Set<Duplex>()
  const server = createServer((_request, response) => response.writeHead(426).end())
  server.on('upgrade', (request, socket) => {
    sockets.add(socket)
    socket
      .on('error', () => sockets.delete(socket))
      .on('close', () => sockets.delete(socket))
      .resume()
    socket.write(handshake(request.headers['sec-websocket-key'] ?? ''))
    greet(socket)
  })
  return { server, sockets }
}

/** The answer that makes a web socket of a request to be one, by its `sec-websocket-key`. */
function handshake(key: string): string {
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
