import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { describe, RehearsalError } from '../errors.ts'

/** From RFC 6455: proves that the answer comes from a web socket server. */
const WEB_SOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT_FRAME = 0x81

/** Where the conductor inside k6 calls in. */
export interface Control extends AsyncDisposable {
  readonly url: string
  /** Tells k6 to end itself. */
  end(): void
}

/** Listens on the front's address, the only one that k6 may reach. */
export async function openControl(frontIp: string): Promise<Control> {
  const sockets = new Set<Duplex>()
  let ending = false
  const server = createServer((_request, response) => response.writeHead(426).end())
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket)
    socket
      .on('error', () => sockets.delete(socket))
      .on('close', () => sockets.delete(socket))
      .resume()
    socket.write(handshake(request.headers['sec-websocket-key'] ?? ''))
    if (ending) socket.write(frame('end'))
  })
  server.listen(0, frontIp)
  await once(server, 'listening').catch((error: unknown) => {
    throw new RehearsalError(
      'port-taken',
      `expected to listen on ${frontIp} for k6 to report, could not: ${describe(error)}`,
      'check that this machine has that loopback address',
      error,
    )
  })
  return {
    url: `ws://${frontIp}:${(server.address() as AddressInfo).port}/`,
    end: () => {
      ending = true
      for (const socket of sockets) socket.write(frame('end'))
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

function handshake(key: string): string {
  const accept = createHash('sha1')
    .update(key + WEB_SOCKET_GUID)
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
function frame(text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([TEXT_FRAME, payload.length]), payload])
}
