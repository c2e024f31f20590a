import { createServer, type Server, type Socket } from 'node:net'
import { passOn } from './forward.ts'

/**
 * A way out of the copy that the harness opens from its side: clients inside connect to the entrance, and each is
 * joined with one of the connections that the harness keeps ready at the exit. So nothing outside needs to listen.
 */
export class Tunnel {
  readonly entrance: Server
  readonly exit: Server
  readonly #ready: Socket[] = []
  readonly #waiting: Socket[] = []

  /** Only who begins with the token counts as the harness: k6's scripts can reach the exit, too. */
  constructor(token: string) {
    this.entrance = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
      client.on('error', () => client.destroy())
      this.#queue(client, this.#waiting)
    })
    this.exit = createServer({ allowHalfOpen: true, noDelay: true }, (harness) => {
      harness.on('error', () => harness.destroy())
      harness.once('data', (said: Buffer) => {
        if (said.toString('latin1') !== token) return void harness.destroy()
        // It goes on being read, or nobody would notice that it was closed; it says nothing before it is joined.
        harness.resume()
        harness.once('end', () => this.#ready.includes(harness) && harness.destroy())
        this.#queue(harness, this.#ready)
      })
    })
  }

  #queue(socket: Socket, line: Socket[]): void {
    line.push(socket)
    socket.once('close', () => {
      const at = line.indexOf(socket)
      if (at >= 0) line.splice(at, 1)
    })
    this.#join()
  }

  #join(): void {
    const client = this.#waiting[0]
    const harness = this.#ready[0]
    if (client === undefined || harness === undefined) return
    this.#waiting.shift()
    this.#ready.shift()
    client.pipe(harness)
    harness.pipe(client)
    passOn(client, harness)
    passOn(harness, client)
  }
}
