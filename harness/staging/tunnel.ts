import { connect, type Socket } from 'node:net'

/** How many clients may come at once without waiting for a connection to be made. */
const READY = 4

/** Where the front's tunnel ends, as the harness sees it. */
export interface TunnelExit {
  readonly host: string
  readonly port: number
  readonly token: string
}

/**
 * Keeps connections ready at the exit of the front's tunnel; each is handed over when its client sends its first byte,
 * which is still to be read. Disposal closes those that are ready and leaves those handed over alone.
 */
export function attend({ host, port, token }: TunnelExit, accept: (client: Socket) => void): Disposable {
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
      accept(socket)
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
