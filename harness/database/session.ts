import type { ConnectionOptions } from 'node:tls'
import pg from 'pg'
import type { DatabaseAddress } from '../model/stage.ts'
import { copyIn } from './copy-in.ts'

/** One connection. Statements run one after another; disposal closes it, whatever it is doing. */
export interface Session extends AsyncDisposable {
  /** The backend's process id, as `pg_locks` and `pg_stat_activity` know it. */
  readonly pid: number
  /** Rows of one statement; `bigint` comes as a number. A `name` prepares it once per session. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<readonly Row[]>
  /** Runs text as it is through the simple protocol, where several statements are one implicit transaction. */
  run(text: string): Promise<void>
  /** Runs COPY … FROM STDIN with these rows, as text with line breaks. */
  copyIn(text: string, rows: AsyncIterable<string>): Promise<void>
  /** Whether a transaction block is open, as the server said with its last answer. */
  inTransaction(): boolean
  /** Resolves with the reason when the server or the network ends the session; never on disposal. */
  readonly lost: Promise<Error>
}

export interface SessionOptions {
  /** `application_name`: the lock watcher knows by it who is who. */
  readonly application: string
  /** Settings from the start, as `SET` would make them. */
  readonly settings?: Readonly<Record<string, string>>
  readonly onNotice?: (message: string) => void
  /** Encrypts the connection; a server that cannot is an error. Ours are on loopback and need none. */
  readonly tls?: ConnectionOptions
  /** For opening it; 10 s unless the caller has less. */
  readonly timeoutMs?: number
}

/** Opens a session; rejects with the server's or the socket's own error. */
export async function connect(address: DatabaseAddress, options: string | SessionOptions): Promise<Session> {
  const given: SessionOptions = typeof options === 'string' ? { application: options } : options
  const { application, settings = {}, onNotice, timeoutMs = 10_000, tls = false } = given
  const client = new pg.Client({
    ...address,
    application_name: application,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    ssl: tls,
    types: numericTypes(),
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
      .join(' '),
  })
  let disposed = false
  // Without a listener, a server that dies between two queries would end the harness as well.
  const lost = new Promise<Error>((resolve) => {
    client.on('error', (error) => disposed || resolve(error))
    client.on('end', () => disposed || resolve(new Error('the connection was closed')))
  })
  if (onNotice) client.on('notice', ({ message }) => onNotice(message ?? ''))
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return {
    pid: rows[0]?.pid ?? 0,
    lost,
    async query<Row extends object>(text: string, values: readonly unknown[] = [], name?: string) {
      return (await client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows
    },
    async run(text) {
      await client.query(text)
    },
    copyIn: (text, rows) => copyIn(client, text, rows),
    inTransaction: () => client.getTransactionStatus() !== 'I',
    [Symbol.asyncDispose]() {
      disposed = true
      return close(client)
    },
  }
}

/** int8 as a number: counts and sizes of a rehearsal stay below 2^53. */
function numericTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  return types
}

/** A client whose server is gone, or whose statement hangs, would wait for an answer forever. */
async function close(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), 2_000)
  await client.end().catch(() => undefined)
  clearTimeout(timer)
}
