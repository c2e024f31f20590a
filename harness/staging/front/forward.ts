import { connect, createServer, type Server, type Socket } from 'node:net'

/** Where a connection may go. */
export interface Backend {
  readonly host: string
  readonly port: number
}

/** How long a backend may take to accept before the next one is tried. */
const CONNECT_MS = 2000

/** A connection that has been quiet for this long since its backend's last byte is between two requests. */
const QUIET_MS = 250

/** One client's connection and the backend's that serves it. */
interface Pair {
  readonly client: Socket
  readonly upstream: Socket
  readonly backend: Backend
  answered: boolean
  lastByteAt: number
}

/**
 * Forwards connections to one service's backends, in turn. It knows nothing of HTTP: what it does to a connection is
 * what any load balancer of layer 4 does. Without a backend a connection is accepted and reset, so downtime is seen.
 */
export class Forwarder {
  readonly server: Server
  #backends: readonly Backend[] = []
  #turn = 0
  readonly #pairs = new Set<Pair>()

  constructor() {
    this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
      client.on('error', () => client.destroy())
      this.#forward(client, this.#candidates())
    })
  }

  get backends(): readonly Backend[] {
    return this.#backends
  }

  /** Sends new connections to these; those under way stay where they are. */
  setBackends(backends: readonly Backend[]): void {
    this.#backends = backends
  }

  /** Closes a removed backend's connections between two requests; resolves with those still busy when time was up. */
  async drain(backend: Backend, withinMs: number): Promise<number> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const busy = [...this.#pairs].filter((pair) => same(pair.backend, backend))
      const now = Date.now()
      for (const pair of busy) if (pair.answered && now - pair.lastByteAt >= QUIET_MS) hangUp(pair)
      const left = busy.filter((pair) => !pair.client.destroyed).length
      if (left === 0 || now >= deadline) return left
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  #candidates(): readonly Backend[] {
    const from = this.#turn++ % Math.max(1, this.#backends.length)
    return [...this.#backends.slice(from), ...this.#backends.slice(0, from)]
  }

  #forward(client: Socket, [backend, ...others]: readonly Backend[]): void {
    if (backend === undefined) {
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ ...backend, allowHalfOpen: true, noDelay: true })
    const next = () => {
      upstream.destroy()
      this.#forward(client, others)
    }
    const timer = setTimeout(next, CONNECT_MS)
    upstream.once('error', () => {
      clearTimeout(timer)
      next()
    })
    upstream.once('connect', () => {
      clearTimeout(timer)
      upstream.removeAllListeners('error')
      this.#join(client, upstream, backend)
    })
  }

  #join(client: Socket, upstream: Socket, backend: Backend): void {
    const pair: Pair = { client, upstream, backend, answered: true, lastByteAt: Date.now() }
    this.#pairs.add(pair)
    const note = (answered: boolean) => () => {
      pair.answered = answered
      pair.lastByteAt = Date.now()
    }
    client.on('data', note(false)).pipe(upstream)
    upstream.on('data', note(true)).pipe(client)
    // A reset on one side must be a reset on the other: a client counts the two ends of a connection differently.
    passOn(client, upstream)
    passOn(upstream, client)
    client.once('close', () => this.#pairs.delete(pair))
  }
}

/** A reset on one side becomes a reset on the other, an end an end. */
export function passOn(from: Socket, to: Socket): void {
  let broken = false
  from.on('error', () => {
    broken = true
  })
  from.once('close', () => {
    if (broken) to.resetAndDestroy()
    else to.destroySoon()
  })
}

function hangUp({ client, upstream }: Pair): void {
  upstream.destroy()
  client.destroySoon()
}

function same(a: Backend, b: Backend): boolean {
  return a.host === b.host && a.port === b.port
}
