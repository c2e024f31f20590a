import { createServer, type Server, type Socket } from 'node:net'
import { passOn } from './forward.ts'

/**
 * Ways out of the copy that the harness opens from its side: clients inside connect to an entrance, and each is joined
 * with one of the connections that the harness keeps ready at the exit for that entrance. So nothing outside needs to
 * listen, and commands at once, each through an entrance of its own, get to the database that is theirs.
 */
export class Tunnel {
  readonly entrances: readonly Server[]
  readonly exit: Server

  /** Only who begins with the token, a colon and the entrance's number counts as the harness: k6's scripts can reach the exit, too. */
  constructor(token: string, entrances: number) {
    const lanes = Array.from({ length: entrances }, () => new Lane())
    this.entrances = lanes.map((lane) =>
      createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
        client.on('error', () => client.destroy())
        lane.await(client)
      }),
    )
    this.exit = createServer({ allowHalfOpen: true, noDelay: true }, (harness) => {
      harness.on('error', () => harness.destroy())
      harness.once('data', (said: Buffer) => {
        const lane = lanes.find((_, number) => said.toString('latin1') === `${token}:${number}`)
        if (lane === undefined) harness.destroy()
        else lane.offer(harness)
      })
    })
  }
}

/** Clients that came in by one entrance, and connections that are ready for them. */
class Lane {
  readonly #ready: Socket[] = []
  readonly #waiting: Socket[] = []

  await(client: Socket): void {
    this.#queue(client, this.#waiting)
  }

  offer(harness: Socket): void {
    // It goes on being read, or nobody would notice that it was closed; it says nothing before it is joined.
    harness.resume()
    harness.once('end', () => this.#ready.includes(harness) && harness.destroy())
    this.#queue(harness, this.#ready)
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
