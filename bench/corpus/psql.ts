import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Any psql of version 14 or later does, whatever the server's version. */
const PROGRAM = 'psql'

/** `postgresql://user:password@host:port/database`, as psql takes it. */
export type Url = string

export function urlOf(server: Url, database: string): Url {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

export interface Ended {
  readonly exitCode: number | null
  readonly out: string
  readonly complaints: string
  readonly tookMs: number
}

/** Runs psql to its end: a file as migrations are run, or commands. */
export async function psql(url: Url, args: readonly string[], input = ''): Promise<Ended> {
  const startedAt = performance.now()
  const child = startPsql(url, ['-v', 'ON_ERROR_STOP=1', ...args])
  const output = gather(child)
  child.stdin.end(input)
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, ...output(), tookMs: performance.now() - startedAt }
}

/** Rows of a query, columns parted by `|`; throws where psql fails. */
export async function rows(url: Url, sql: string): Promise<readonly string[]> {
  const { exitCode, out, complaints } = await psql(url, ['-c', sql])
  if (exitCode !== 0) throw new Error(`psql failed at: ${sql}\n${complaints}`)
  return out.split('\n').filter((line) => line !== '')
}

export interface PsqlSession {
  /** Sends lines and waits until psql is through with them. */
  send(lines: string): Promise<{ readonly tookMs: number; readonly complaints: string }>
  close(): Promise<void>
}

/** A psql that stays open, spoken to over its standard input; `\echo` and `\warn` tell when it is through. */
export function openPsql(url: Url): PsqlSession {
  const child = startPsql(url, [])
  const told = { out: '', complaints: '' }
  let sent = 0
  let heard: () => void = () => undefined
  let closed = false
  const listen = (stream: NodeJS.ReadableStream, name: 'out' | 'complaints') =>
    stream.setEncoding('utf8').on('data', (text: string) => {
      told[name] += text
      heard()
    })
  listen(child.stdout, 'out')
  listen(child.stderr, 'complaints')
  const ended = once(child, 'close').then(() => {
    closed = true
    heard()
  })
  return {
    async send(lines) {
      const mark = `psql-is-through-${++sent}\n`
      const startedAt = performance.now()
      child.stdin.write(`${lines}\n\\echo ${mark}\\warn ${mark}`)
      await new Promise<void>((through) => {
        heard = () => {
          if (closed || (told.out.endsWith(mark) && told.complaints.endsWith(mark))) through()
        }
        heard()
      })
      const tookMs = performance.now() - startedAt
      const complaints = told.complaints.replace(mark, '').trim()
      Object.assign(told, { out: '', complaints: '' })
      return { tookMs, complaints }
    },
    async close() {
      child.stdin.end('\\q\n')
      await ended
    },
  }
}

function startPsql(url: Url, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(PROGRAM, ['-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose', ...args, url])
  // A psql that ended early is seen by its exit code.
  child.stdin.on('error', () => undefined)
  return child
}

function gather(child: ChildProcessWithoutNullStreams): () => { readonly out: string; readonly complaints: string } {
  let out = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  return () => ({ out, complaints })
}
