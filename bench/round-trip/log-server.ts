import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { finished } from 'node:stream/promises'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A server that knows its visitors by a cookie and writes a combined access log, the visitor where the user stands. */
export interface LogServer extends AsyncDisposable {
  readonly url: string
}

export async function serveWithLog(file: string, ip: string): Promise<LogServer> {
  const log = createWriteStream(file)
  let visitors = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const known = /\bvisitor=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
      const visitor = known ?? `v${visitors++}`
      if (known === undefined) response.setHeader('Set-Cookie', `visitor=${visitor}; Path=/`)
      response.end('{}', () => log.write(`${combined(request, response, visitor)}\n`))
    })
  }).listen(0, ip)
  await once(server, 'listening')
  return {
    url: `http://${ip}:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await finished(log.end())
    },
  }
}

function combined({ method, url }: IncomingMessage, { statusCode }: ServerResponse, visitor: string): string {
  const now = new Date()
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${two(now.getUTCDate())}/${MONTHS[now.getUTCMonth()]}/${now.getUTCFullYear()}`
  const time = `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`
  return `127.0.0.1 - ${visitor} [${day}:${time} +0000] "${method} ${url} HTTP/1.1" ${statusCode} 2 "-" "k6"`
}
