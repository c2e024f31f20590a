import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** One request with headers that a browser would not let a page set. */
export function ask(
  url: string,
  { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    request.on('error', fail)
    request.end()
  })
}

export interface Event {
  readonly id: string
  readonly event: string
  readonly data: string
}

/** Listens to events until it is told to stop, as a browser does. */
export class Viewer implements Disposable {
  readonly events: Event[] = []
  readonly ended: Promise<void>
  readonly #over = new AbortController()
  #text = ''

  constructor(url: string, headers: Record<string, string> = {}) {
    this.ended = this.#read(url, headers)
  }

  of(event: string): readonly Event[] {
    return this.events.filter((one) => one.event === event)
  }

  [Symbol.dispose](): void {
    this.#over.abort()
  }

  async #read(url: string, headers: Record<string, string>): Promise<void> {
    try {
      const { body } = await fetch(url, { headers, signal: this.#over.signal })
      for await (const chunk of body ?? []) this.#hear(Buffer.from(chunk).toString('utf8'))
    } catch (error) {
      if (!this.#over.signal.aborted) throw error
    }
  }

  #hear(chunk: string): void {
    this.#text += chunk
    if (!chunk.includes('\n\n')) return
    const blocks = this.#text.split('\n\n')
    this.#text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      if (field('event') !== '') this.events.push({ id: field('id'), event: field('event'), data: field('data') })
    }
  }
}

/** A viewer that asks and then never reads. */
export function deafViewer(url: string): Socket {
  const { port, hostname } = new URL(url)
  const socket = connect({ port: Number(port), host: hostname })
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(`GET /events HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`)
  return socket
}
