import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, RehearsalError } from '../../errors.ts'
import type { Message } from '../message.ts'
import type { LiveState } from '../state.ts'
import { isLoopback, isOwnHost, type StatusAddress } from './address.ts'
import { POLICY, renderPage } from './render.ts'
import { type ViewerLimits, Viewers } from './viewers.ts'

const LIMITS: ViewerLimits = { most: 100, patienceMs: 10_000, heartbeatMs: 15_000 }
/** Viewers that are told goodbye have this long to take it. */
const FAREWELL_MS = 500

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** A page that shows a run while it goes on. Disposal lets every viewer go and frees the port. */
export interface StatusPage extends AsyncDisposable {
  /** `http://127.0.0.1:41234/` */
  readonly url: string
  /** Nobody but this machine can reach it. */
  readonly loopback: boolean
  readonly viewers: number
  tell(message: Message): void
  show(state: LiveState): void
}

/** Serves `/`, `/events` and `/status.json`, and nothing else. Rejects with `port-taken` where it cannot listen. */
export async function openStatusPage(address: StatusAddress, limits: Partial<ViewerLimits> = {}): Promise<StatusPage> {
  let state: LiveState | null = null
  const viewers = new Viewers({ ...LIMITS, ...limits })
  const server = createServer({
    requestTimeout: 10_000,
    headersTimeout: 5_000,
    maxHeaderSize: 8_192,
    // Node looks for those who are late each half minute only, and until then they keep others out.
    connectionsCheckingInterval: 1_000,
  })
  server.maxConnections = 2 * LIMITS.most
  const bound = await listen(server, address)
  const loopback = isLoopback(bound.address)
  server.on('request', (request, response) => {
    const reply = replyTo(request, isOwnHost(request.headers.host, address, loopback))
    if (reply === 'page') answer(response, 200, 'text/html; charset=utf-8', renderPage(state))
    else if (reply === 'status') answer(response, 200, 'application/json; charset=utf-8', JSON.stringify(state))
    else if (reply === 'events') welcome(request, response, viewers, state)
    else answer(response, reply.status, 'text/plain; charset=utf-8', `${reply.text}\n`, reply.headers)
  })
  const shown = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
  return {
    url: `http://${loopback ? shown : nameOf(address)}:${bound.port}/`,
    loopback,
    get viewers() {
      return viewers.count
    },
    tell: (message) => viewers.tell(message),
    show(latest) {
      state = latest
      viewers.show(latest)
    },
    [Symbol.asyncDispose]: () => close(server, viewers),
  }
}

type Reply =
  | 'page'
  | 'status'
  | 'events'
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }

/** What a request is answered with. */
function replyTo({ method, url = '' }: IncomingMessage, own: boolean): Reply {
  if (!own) return { status: 421, text: 'this page is asked for by its address, or as localhost' }
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, text: 'this page can only be looked at', headers: { allow: 'GET, HEAD' } }
  if (url === '/') return 'page'
  if (url === '/status.json') return 'status'
  if (url === '/events' || url === '/events?page') return 'events'
  return { status: 404, text: 'there is /, /events and /status.json' }
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...HEADERS, ...headers, 'content-type': type })
  // To HEAD, node sends no body.
  response.end(body)
}

function welcome(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  viewers: Viewers,
  state: LiveState | null,
): void {
  const seen = Number(headers['last-event-id'] ?? 0)
  // What ends here ends the connection, so that nobody is waited for once the run is over.
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8', connection: 'close' })
  if (method === 'HEAD') return void response.end()
  const lastSeen = Number.isSafeInteger(seen) ? seen : 0
  // A browser asks again after a while; 204 would have it give up for good.
  if (!viewers.join(response, { page: url === '/events?page', lastSeen, state })) response.end('retry: 10000\n\n')
}

async function listen(server: Server, { host, port }: StatusAddress): Promise<AddressInfo> {
  try {
    server.listen({ host, port })
    await once(server, 'listening')
    // A client that breaks off must not be anybody's concern.
    server.on('error', () => undefined)
    server.on('clientError', (_, socket) => socket.destroy())
    return server.address() as AddressInfo
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw new RehearsalError(
      'port-taken',
      `expected to serve the status page on ${host}:${port}, ${taken ? 'found the port taken' : `could not: ${describe(error)}`}`,
      'name another port with --status :PORT; :0 takes any that is free and prints it',
      error,
    )
  }
}

/** Everything that listens on all addresses is shown by a name that leads there. */
function nameOf({ host }: StatusAddress): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

async function close(server: Server, viewers: Viewers): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  viewers.close()
  server.closeIdleConnections()
  const late = setTimeout(() => server.closeAllConnections(), FAREWELL_MS)
  await closed
  clearTimeout(late)
}
