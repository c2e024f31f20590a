import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, RehearsalError } from '../errors.ts'
import { textFrame, webSocketServer } from './web-socket.ts'

/** Where the conductor inside k6 calls in. */
export interface Control extends AsyncDisposable {
  readonly url: string
  /** Tells k6 to end itself. */
  end(): void
}

/** Listens on the front's address, the only one that k6 may reach. */
export async function openControl(frontIp: string): Promise<Control> {
  let ending = false
  const { server, sockets } = webSocketServer((socket) => void (ending && socket.write(textFrame('end'))))
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
      for (const socket of sockets) socket.write(textFrame('end'))
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
