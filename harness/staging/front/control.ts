import { request } from 'node:http'
import { describe } from '../../errors.ts'
import type { FrontAnswer, FrontOrder } from './admin.ts'
import type { Backend } from './forward.ts'

/** The harness's hand on the front: orders go over its admin port, and it is the harness's eye inside the copy. */
export class FrontControl {
  readonly #host: string
  readonly #port: number
  readonly #token: string

  constructor(host: string, port: number, token: string) {
    this.#host = host
    this.#port = port
    this.#token = token
  }

  /** New connections to the service go to these, in turn; to none where there are none. */
  async setBackends(service: string, backends: readonly Backend[]): Promise<void> {
    const { error } = await this.#give({ order: 'backends', service, backends }, 5000)
    if (error !== undefined) throw new Error(`the front refused new backends for ${service}: ${error}`)
  }

  /** Closes a removed backend's connections between two requests; resolves when none is left, or when time is up. */
  async drain(service: string, backend: Backend, withinMs: number): Promise<void> {
    await this.#give({ order: 'drain', service, backend, withinMs }, withinMs + 5000)
  }

  /** An HTTP request from inside the copy: its status, or why there was none. */
  fetch(url: string, options: { method?: string; body?: string; timeoutMs?: number } = {}): Promise<FrontAnswer> {
    const { method = 'GET', body = '', timeoutMs = 2000 } = options
    return this.#ask({ order: 'fetch', url, method, body, timeoutMs }, timeoutMs + 2000)
  }

  /** A connection from inside the copy: an empty answer, or why there was none. */
  connect(backend: Backend, timeoutMs = 2000): Promise<FrontAnswer> {
    return this.#ask({ order: 'connect', ...backend, timeoutMs }, timeoutMs + 2000)
  }

  /** A front that is not there (yet, or any more) is an answer to a question; to an order it is not. */
  async #ask(order: FrontOrder, timeoutMs: number): Promise<FrontAnswer> {
    try {
      return await this.#give(order, timeoutMs)
    } catch (error) {
      return { error: `front: ${describe(error)}` }
    }
  }

  #give(order: FrontOrder, timeoutMs: number): Promise<FrontAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<FrontAnswer>()
    const outgoing = request(
      {
        host: this.#host,
        port: this.#port,
        method: 'POST',
        agent: false,
        headers: { 'x-fulldress-token': this.#token },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(parse(Buffer.concat(chunks).toString('utf8'), reject)))
        response.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(order))
    return promise
  }
}

function parse(text: string, reject: (error: unknown) => void): FrontAnswer {
  try {
    return JSON.parse(text) as FrontAnswer
  } catch (error) {
    reject(error)
    return {}
  }
}
