import { connect, type Socket } from 'node:net'
import { passOn } from './front/forward.ts'

/** How many clients may come at once without waiting for a connection to be made. */
const READY = 4

/** Where the front's tunnel ends, as the harness sees it. */
interface TunnelExit {
  readonly host: string
  readonly port: number
  readonly token: string
}

/** A port inside whose clients get to one address, until it is given back. */
export interface Passage extends Disposable {
  readonly entrance: number
}

/** The entrances of the front's tunnel. */
export class Passages {
  readonly #exit: TunnelExit
  readonly #entrances: readonly number[]
  readonly #free: Set<number>
  readonly #waiting: (() => void)[] = []

  /** The ports inside, in the order in which the front counts them. */
  constructor(exit: TunnelExit, entrances: readonly number[]) {
    this.#exit = exit
    this.#entrances = entrances
    this.#free = new Set(entrances.keys())
  }

  /** Leads whoever comes in by an entrance of its own to this address; waits where all are taken. */
  async open(to: { readonly host: string; readonly port: number }): Promise<Passage> {
    while (this.#free.size === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    const [number = 0] = this.#free
    this.#free.delete(number)
    const attended = attend(this.#exit, number, to)
    return {
      entrance: this.#entrances[number] ?? 0,
      [Symbol.dispose]: () => {
        attended[Symbol.dispose]()
        this.#free.add(number)
        this.#waiting.shift()?.()
      },
    }
  }
}

/**
 * Keeps connections ready at the exit of the front's tunnel; each is led on when its client sends its first byte.
 * Disposal closes those that are ready; those led on end with their client or its server.
 */
function attend(
  { host, port, token }: TunnelExit,
  number: number,
  to: { readonly host: string; readonly port: number },
): Disposable {
  const ready = new Set<Socket>()
  let open = true
  const prepare = () => {
    if (!open) return
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true }, () => socket.write(`${token}:${number}`))
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
