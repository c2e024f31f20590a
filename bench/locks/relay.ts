import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { DatabaseAddress } from '../../harness/model/stage.ts'

export interface Relay extends AsyncDisposable {
  readonly address: DatabaseAddress
}

/** The floor of any proxy in this runtime: bytes go through as they come, and nobody looks at them. */
export async function startRelay(server: DatabaseAddress): Promise<Relay> {
  const sockets = new Set<Socket>()
  const listener = createServer((client) => {
    const upstream = connect({ host: server.host, port: server.port })
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.pipe(to)
    }
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return {
    address: { ...server, host: '127.0.0.1', port },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      listener.close()
    },
  }
}
