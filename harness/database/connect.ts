import pg from 'pg'
import type { DatabaseAddress } from '../model/stage.ts'

/** A session of the harness with the staging database; `application` is what pg_stat_activity shows. */
export interface Session extends AsyncDisposable {
  readonly pid: number
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Runs a prepared statement, parsed once per session and name. */
  prepared<Row extends object>(name: string, text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  onNotice(listener: (message: string) => void): void
  /** Calls the listener when the server or the network ends the session; never on disposal. */
  onLost(listener: (reason: string) => void): void
}

/** An error that PostgreSQL itself reported; `code` is the SQLSTATE, `position` counts characters from 1. */
export interface SqlError extends Error {
  readonly code: string
  readonly position?: string
}

export function isSqlError(error: unknown): error is SqlError {
  return error instanceof pg.DatabaseError && error.code !== undefined
}

export async function connect(address: DatabaseAddress, application: string): Promise<Session> {
  const client = new pg.Client({ ...address, application_name: application, connectionTimeoutMillis: 10_000 })
  const lost: ((reason: string) => void)[] = []
  let disposed = false
  // Without a listener, a server that dies between two queries would end the harness as well.
  client.on('error', (error) => {
    if (!disposed) for (const listener of lost) listener(error.message)
  })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return {
    pid: rows[0]?.pid ?? 0,
    query: async <Row extends object>(text: string, values?: readonly unknown[]) => {
      const result = await (values === undefined ? client.query(text) : client.query(text, [...values]))
      return (Array.isArray(result) ? [] : result.rows) as Row[]
    },
    prepared: async <Row extends object>(name: string, text: string, values: readonly unknown[] = []) =>
      (await client.query({ name, text, values: [...values] })).rows as Row[],
    onNotice: (listener) => client.on('notice', ({ message }) => listener(message ?? '')),
    onLost: (listener) => lost.push(listener),
    async [Symbol.asyncDispose]() {
      disposed = true
      await client.end().catch(() => undefined)
    },
  }
}
