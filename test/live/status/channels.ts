import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that takes messages in one of the ways in which channels fail. */
export interface FakeChannel extends AsyncDisposable {
  readonly url: string
  /** Bodies that came, parsed. */
  readonly bodies: readonly Record<string, unknown>[]
}

export async function fakeChannel(kind: 'takes' | 'hangs' | 'fails' | 'recovers' | 'redirects'): Promise<FakeChannel> {
  const bodies: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => {
      text += chunk
    })
    request.on('end', () => {
      bodies.push(JSON.parse(text) as Record<string, unknown>)
      if (kind === 'hangs') return
      const fails = kind === 'fails' || (kind === 'recovers' && bodies.length === 1)
      response.writeHead(fails ? 500 : kind === 'redirects' ? 307 : 200, { location: 'http://127.0.0.1:9/' })
      response.end(fails ? 'no' : 'ok')
    })
  })
  const url = await listening(server)
  return {
    url,
    bodies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/s3cret`
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer()
  const url = await listening(server)
  server.close()
  await once(server, 'close')
  return url
}
