import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep, setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { describe } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { readyParser } from '../../sql/parse.ts'
import { forwardCancel } from './cancel.ts'
import { type OpenConnection, openConnection } from './connection.ts'
import { createLookouts } from './lookouts.ts'
import { greet } from './startup.ts'
import type { TraceOptions } from './trace.ts'

export type { Boundary, TracedStatement, TracedTransaction, TraceOptions } from './trace.ts'

export interface TracingProxy extends AsyncDisposable {
  /** What the migration tool is pointed at. */
  readonly address: DatabaseAddress
  /** A client that came another way, such as a tunnel. */
  accept(socket: Duplex): void
  /** Resolves when everything told so far by the server was handed to the callbacks. */
  settled(): Promise<void>
}

/** How long a tool's last words may be on their way after it has ended. */
const PARTING_MS = 100

/** Stands before a server and tells, statement by statement, what its clients lock; their work stays what it is. */
export async function startTracing(options: TraceOptions): Promise<TracingProxy> {
  await readyParser()
  const { server, listenHost = '127.0.0.1', tls = null, onTrouble } = options
  const lookouts = createLookouts(server)
  const open = new Set<OpenConnection>()
  const streams = new Set<Duplex>()
  let connections = 0

  const receive = async (socket: Duplex) => {
    const greeting = await greet(socket, tls)
    if (!greeting) return void socket.destroy()
    if (greeting.kind === 'cancel') return forwardCancel(greeting.client, greeting.packet, server)
    const connection = openConnection({ number: ++connections, greeting, trace: options, lookouts })
    open.add(connection)
    await connection.ended.finally(() => open.delete(connection))
  }
  const accept = (socket: Duplex) => {
    streams.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => streams.delete(socket))
    receive(socket).catch((error) => {
      onTrouble(`the proxy gave up a connection: ${describe(error)}`)
      socket.destroy()
    })
  }
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => accept(socket))
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, listenHost, resolve)
  })
  const { port } = listener.address() as AddressInfo
  return {
    address: { ...server, host: listenHost, port },
    accept,
    async settled() {
      // A client that has just hung up is noticed in the next turn of the event loop.
      await turnOfTheLoop()
      await turnOfTheLoop()
      await Promise.all([...open].filter((connection) => connection.deserted()).map(({ ended }) => ended))
      // Who left without COMMIT was perhaps not seen to leave yet.
      const undecided = [...open].filter(({ tracer }) => tracer?.inTransaction)
      await Promise.all(undecided.map(({ ended }) => Promise.race([ended, sleep(PARTING_MS)])))
      for (const { tracer } of open) tracer?.flush()
    },
    async [Symbol.asyncDispose]() {
      listener.close()
      const ending = [...open].map(({ ended }) => ended)
      for (const connection of open) connection.destroy()
      for (const stream of streams) stream.destroy()
      await Promise.allSettled(ending)
      await lookouts.withdrawAll()
    },
  }
}
