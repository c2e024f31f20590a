import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { describe } from '../../errors.ts'
import { serve } from './client-side.ts'
import { beginConversation, tell } from './conversation.ts'
import type { Lookout } from './lookout.ts'
import type { Lookouts } from './lookouts.ts'
import { createFraming } from './message.ts'
import { createOutlet } from './outlet.ts'
import { hear } from './server-side.ts'
import { createKnowledge } from './session-knowledge.ts'
import type { Greeting } from './startup.ts'
import type { TraceOptions } from './trace.ts'
import type { Connection } from './traced-connection.ts'
import { Tracer } from './tracer.ts'

export interface ConnectionOptions {
  readonly number: number
  readonly greeting: Greeting
  readonly trace: TraceOptions
  readonly lookouts: Lookouts
}

/** A connection that is open. */
export interface OpenConnection {
  readonly tracer: Tracer | null
  readonly ended: Promise<void>
  /** The client has hung up, and only the server is still at work. */
  deserted(): boolean
  destroy(): void
}

/** Leads a client to the server and follows what it does, unless it speaks for replication. */
export function openConnection(options: ConnectionOptions): OpenConnection {
  const { host, port } = options.trace.server
  const server = connect({ host, port, allowHalfOpen: true, noDelay: true })
  server.on('error', () => server.destroy())
  const { client, parameters, packet } = options.greeting
  const destroy = () => {
    client.destroy()
    server.destroy()
  }
  const deserted = () => client.readableEnded || client.destroyed
  server.write(packet)
  const replicates = !/^(?:|0|f|false|no|off|n)$/i.test(parameters.get('replication') ?? '')
  if (parameters.size === 0 || replicates)
    return { tracer: null, ended: passThrough(client, server), deserted, destroy }
  const database = parameters.get('database') || parameters.get('user') || ''
  const lookout = options.lookouts.enter(database)
  const connection = assemble(options, lookout, server)
  const ended = follow(connection, client, server, options.trace.onTrouble).finally(() =>
    options.lookouts.leave(database),
  )
  return { tracer: connection.tracer, ended, deserted, destroy }
}

function assemble(
  { number, trace, greeting, lookouts }: ConnectionOptions,
  lookout: Lookout,
  server: Socket,
): Connection {
  const conversation = beginConversation(greeting.encrypted)
  const said = greeting.parameters.get('application_name') ?? ''
  return {
    conversation,
    lookout,
    knowledge: createKnowledge(lookout),
    tracer: new Tracer({
      ...trace,
      connection: number,
      lookout,
      pid: () => conversation.pid,
      application: () => conversation.parameters.get('application_name') ?? said,
      cut: () => greeting.client.destroy(),
    }),
    toClient: createOutlet(greeting.client),
    toServer: createOutlet(server),
    async leaveAlone(wanted) {
      if (wanted) await lookouts.withdrawAll()
      return wanted
    },
  }
}

/** Resolves when both sides have ended, whichever was first and however. */
async function follow(
  connection: Connection,
  client: Duplex,
  server: Socket,
  onTrouble: TraceOptions['onTrouble'],
): Promise<void> {
  const { conversation, tracer, toClient, toServer } = connection
  const fromClient = read(client, async (chunk, frame) => {
    for (const message of frame(chunk)) await serve(connection, message)
    await toServer.flush()
  }).then(
    () => server.end(),
    (error) => {
      // What cannot be understood cannot be passed on either, in part: the server would take it for something else.
      onTrouble(`the proxy does not understand its client: ${describe(error)}`)
      server.destroy()
    },
  )
  await read(server, async (chunk, frame) => {
    for (const message of frame(chunk)) await hear(connection, message)
    await toClient.flush()
  })
  conversation.gone = true
  tell(conversation, 'gone')
  await tracer.end()
  hangUp(client)
  await fromClient
  server.destroy()
}

/** Reads to the end. A connection that broke has ended as well: what it meant is for the other side to find out. */
async function read(
  stream: Duplex,
  take: (chunk: Buffer, frame: ReturnType<typeof createFraming>) => Promise<void>,
): Promise<void> {
  const frame = createFraming({ bulk: true })
  try {
    for await (const chunk of stream) await take(chunk, frame)
  } catch (error) {
    if (!stream.destroyed) throw error
  }
}

/** How long a client may take to notice that its server has hung up. */
const PARTING_MS = 2_000

function hangUp(client: Duplex): void {
  client.end()
  const timer = setTimeout(() => client.destroy(), PARTING_MS)
  client.once('close', () => clearTimeout(timer))
}

async function passThrough(client: Duplex, server: Socket): Promise<void> {
  client.pipe(server)
  server.pipe(client)
  await new Promise<void>((resolve) => server.once('close', () => resolve()))
  hangUp(client)
}
