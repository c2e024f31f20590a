import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { connect } from 'node:net'
import type { Backend, Forwarder } from './forward.ts'

/** What the harness may ask of the front, as JSON in a POST; the answer is JSON too. */
export type FrontOrder =
  | { readonly order: 'backends'; readonly service: string; readonly backends: readonly Backend[] }
  | { readonly order: 'drain'; readonly service: string; readonly backend: Backend; readonly withinMs: number }
  | {
      readonly order: 'fetch'
      readonly url: string
      readonly method: string
      readonly body: string
      readonly timeoutMs: number
    }
  | { readonly order: 'connect'; readonly host: string; readonly port: number; readonly timeoutMs: number }

export type FrontAnswer = { readonly status?: number; readonly busy?: number; readonly error?: string }

/** Only who knows the token may give orders: the front's address is the one that k6's scripts can reach, too. */
export function createAdmin(forwarders: ReadonlyMap<string, Forwarder>, token: string): Server {
  return createServer((incoming, outgoing) => {
    const answer = (status: number, body: FrontAnswer) => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (incoming.headers['x-fulldress-token'] !== token) return answer(403, { error: 'wrong token' })
    read(incoming)
      .then((text) => obey(forwarders, JSON.parse(text) as FrontOrder))
      .then((body) => answer(200, body))
      .catch((error: unknown) => answer(500, { error: String(error) }))
  })
}

async function obey(forwarders: ReadonlyMap<string, Forwarder>, order: FrontOrder): Promise<FrontAnswer> {
  if (order.order === 'fetch') return fetchFrom(order)
  if (order.order === 'connect') return reach(order)
  const forwarder = forwarders.get(order.service)
  if (forwarder === undefined) return { error: `no front for ${order.service}` }
  if (order.order === 'drain') return { busy: await forwarder.drain(order.backend, order.withinMs) }
  forwarder.setBackends(order.backends)
  return {}
}

/** One HTTP request from where the front stands, redirects not followed; a network error is an answer, not an exception. */
function fetchFrom({ url, method, body, timeoutMs }: FrontOrder & { order: 'fetch' }): Promise<FrontAnswer> {
  return new Promise((resolve) => {
    const headers = body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const outgoing = request(
      url,
      { method, headers, agent: false, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0 })
      },
    )
    outgoing.on('error', (error) => resolve({ error: error.message || String(error) }))
    outgoing.end(body)
  })
}

function reach({ host, port, timeoutMs }: FrontOrder & { order: 'connect' }): Promise<FrontAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const end = (answer: FrontAnswer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => end({ error: `no answer within ${timeoutMs} ms` }))
    socket.once('connect', () => end({}))
    socket.once('error', (error) => end({ error: error.message || String(error) }))
  })
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
