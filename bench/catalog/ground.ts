import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '../../harness/database/session.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import type { TestServer } from '../../test/live/postgres.ts'

/** Statements stand apart by an empty line, so that they can be run in another order. */
function statementsOf(file: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8')
  return text.split(/\n\n+/).filter((statement) => statement.trim() !== '')
}

/** One object of each kind, nothing left to a name of PostgreSQL's own choice. */
export const BASE = statementsOf('base.sql')

const SERVER_WIDE = statementsOf('roles.sql')

/** Makes what belongs to the server, and the base in its database. */
export async function prepareServer(server: TestServer): Promise<void> {
  await using session = await server.session()
  await session.run('SET allow_in_place_tablespaces = on')
  for (const statement of SERVER_WIDE) await session.run(statement)
  await build(session, BASE)
}

/** Runs statements in the order given; one that comes too early is put off until what it needs is there. */
export async function build(session: Session, statements: readonly string[]): Promise<void> {
  let waiting = [...statements]
  while (waiting.length > 0) {
    const late: string[] = []
    let complaint: unknown
    for (const statement of waiting) {
      await session.run(statement).catch((error: unknown) => {
        complaint = error
        late.push(statement)
      })
    }
    if (late.length === waiting.length) throw new Error(`cannot run: ${late[0]}`, { cause: complaint })
    waiting = late
  }
}

let clones = 0

/** A copy of a database for one trial, gone afterwards. */
export async function onClone<T>(server: TestServer, from: string, trial: (on: DatabaseAddress) => Promise<T>) {
  const database = `clone_${++clones}`
  await using admin = await server.session({ ...server.address, database: 'postgres' })
  await admin.run(`CREATE DATABASE ${database} TEMPLATE ${from}`)
  try {
    return await trial({ ...server.address, database })
  } finally {
    // A template is not dropped.
    await admin.run(`ALTER DATABASE ${database} IS_TEMPLATE false`)
    await admin.run(`DROP DATABASE ${database} WITH (FORCE)`)
  }
}
