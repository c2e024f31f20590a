import { Server } from 'node:net'
import { type CompletedRequest, getLocal, type Mockttp } from 'mockttp'
import { type PartnerConfig, readConfig } from './config.ts'
import { StandIn } from './stand-in.ts'

/**
 * A third party's stand-in, a program of its own: `node serve.ts <config.json>`.
 *
 * `GET /__fulldress/health` answers 200 once it serves; `POST /__fulldress/phase {"phase":"soak"}` restarts the seeded
 * schedule. Prints one line when it listens, and ends with 0 on SIGTERM.
 */
async function main(): Promise<void> {
  const file = process.argv[2]
  if (file === undefined) throw new Error('expected a configuration file as the argument: node serve.ts <config.json>')
  const config = readConfig(file)
  const standIn = new StandIn(config, Date.now())
  const server = await serve(config, standIn)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      standIn[Symbol.dispose]()
      void server.stop().then(() => process.exit(0))
    })
  }
  process.stdout.write(`stand-in ${config.name} listens on ${config.host}:${config.port}\n`)
}

async function serve(config: PartnerConfig, standIn: StandIn): Promise<Mockttp> {
  // recordTraffic keeps every request in memory for the tests mockttp is usually made for.
  const server = getLocal({ recordTraffic: false, suggestChanges: false })
  await listenOn(config.host, () => server.start(config.port))
  await server.forGet('/__fulldress/health').thenReply(200, 'ok')
  await server.forPost('/__fulldress/phase').thenCallback(async (request) => {
    const { phase } = (await request.body.getJson()) as { phase: string }
    standIn.startPhase(phase, arrivalOf(request))
    return { statusCode: 204 }
  })
  await server.forUnmatchedRequest().thenCallback(async (request) => {
    const answer = await standIn.answer({
      method: request.method,
      path: request.path,
      idempotencyKey: firstOf(request.headers['idempotency-key']),
      traceparent: firstOf(request.headers.traceparent),
      body: request.body.buffer,
      atMs: arrivalOf(request),
    })
    return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body }
  })
  return server
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

/** When the request's head arrived, which is before mockttp had read its body. */
function arrivalOf(request: CompletedRequest): number {
  const { startTimestamp } = request.timingEvents as { startTimestamp: number }
  return performance.timeOrigin + startTimestamp
}

/**
 * mockttp listens on every interface and has no option for it; a stand-in must be seen from the staging copy alone.
 * This process serves nothing else, so for as long as it starts, every server of it listens on the given address.
 */
async function listenOn(host: string, start: () => Promise<void>): Promise<void> {
  const listen = Server.prototype.listen
  Server.prototype.listen = function (this: Server, port: number) {
    return listen.call(this, { port, host })
  } as typeof listen
  try {
    await start()
  } finally {
    Server.prototype.listen = listen
  }
}

await main()
