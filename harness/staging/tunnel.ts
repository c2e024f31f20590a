import { connect, type Socket } from 'node:net'
import { passOn } from './front/forward.ts'

/** How many clients may come at once without waiting for a connection to be made. */
const READY = 4

/** Where the front's tunnel ends, as the harness sees it. */
export interface TunnelExit {
  readonly host: string
  readonly port: number
  readonly token: string
}

/**
 * Keeps connections ready at the exit of the front's tunnel; each is led on when its client sends its first byte.
 * Disposal closes those that are ready; those led on end with their client or its server.
 */
export function attend({ host, port, token }: TunnelExit, to: { host: string; port: number }): Disposable {
  const ready = new Set<Socket>()
  let open = true
  const prepare = () => {
    if (!open) return
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true }, () => socket.write(token))
    ready.add(socket)
    // Whoever lost the front will hear of it from the copy's own death.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => ready.delete(socket))
    socket.once('readable', () => {
      if (!ready.delete(socket) || socket.readableLength === 0) return
      prepare()
      leadOn(socket, to)
    })
  }
  for (let index = 0; index < READY; index++) prepare()
  return {
    [Symbol.dispose]() {
      open = false
      for (const socket of ready) socket.destroy()
    },
  }
}

function leadOn(client: Socket, { host, port }: { readonly host: string; readonly port: number }): void {
  const server = connect({ host, port, allowHalfOpen: true, noDelay: true })
  client.pipe(server)
  server.pipe(client)
  passOn(client, server)
  passOn(server, client)
}
