import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Answer, notFound, type Route } from './answer.ts'
import { pool, query } from './database.ts'
import { customerOf, login } from './login.ts'
import { mobileHome, placeOrder, readOrder } from './orders.ts'
import { pay } from './payments.ts'

const routes: Readonly<Record<string, Route>> = {
  'POST /login': login,
  'GET /mobile/home': mobileHome,
  'GET /orders/:id': readOrder,
  'POST /orders': placeOrder,
  'POST /payments': pay,
  'GET /healthz': healthy,
}

let draining = false

const server = createServer((request, response) => {
  answer(request)
    .catch(failure)
    .then(({ status, body }) => send(response, status, body))
})

server.listen(Number(process.env.PORT ?? 8080), process.env.HOST)
process.once('SIGTERM', drain)
process.once('SIGINT', drain)

async function healthy(): Promise<Answer> {
  await query('SELECT 1')
  return { status: 200, body: { healthy: true } }
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const [path = '/'] = (request.url ?? '/').split('?')
  const id = /^\/orders\/(\d{1,15})$/.exec(path)?.[1] ?? ''
  const route = routes[`${request.method} ${id === '' ? path : '/orders/:id'}`]
  if (!route) return notFound
  const body = await read(request)
  return route({ id, customer: customerOf(request.headers.authorization), body })
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  const body: unknown = text === '' ? {} : JSON.parse(text)
  return body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {}
}

function failure(error: Error & { code?: string }): Answer {
  if (error instanceof SyntaxError) return { status: 400, body: { error: 'the body is no JSON' } }
  console.error(`${error.code ?? 'error'}: ${error.message}`)
  return { status: 500, body: { error: 'something went wrong', code: error.code ?? null } }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  // A client that keeps its connection would send its next request to a server that is going away.
  if (draining) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Answers what is under way, takes nothing new, and ends with 0: at once when idle, by force after ten seconds. */
function drain(): void {
  if (draining) return
  draining = true
  server.close(() => pool.end().then(() => process.exit(0)))
  server.closeIdleConnections()
  setTimeout(() => process.exit(1), 10_000).unref()
}
