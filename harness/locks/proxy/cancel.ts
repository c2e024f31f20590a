import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DatabaseAddress } from '../../model/stage.ts'

/**
 * Hands a CancelRequest to the server on a connection of its own, and hangs up when the server does. BackendKeyData
 * went through unchanged, so the key is one that the server knows.
 */
export function forwardCancel(client: Duplex, packet: Buffer, { host, port }: DatabaseAddress): Promise<void> {
  return new Promise((resolve) => {
    const server = connect({ host, port, noDelay: true }, () => server.end(packet))
    server.resume()
    server.on('error', () => server.destroy())
    server.once('close', () => {
      client.end()
      resolve()
    })
  })
}
