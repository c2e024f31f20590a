import type { DatabaseAddress } from '../model/stage.ts'
import { identifier } from './naming.ts'
import { connect, type Session } from './session.ts'

/** Names of the server's roles but for PostgreSQL's own. Roles belong to the server: all its databases share them. */
export async function roleNames(address: DatabaseAddress): Promise<ReadonlySet<string>> {
  await using session = await connect(address, 'fulldress')
  return await rolesOf(session)
}

/** The same over a session that is open already. */
export async function rolesOf(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ name: string }>("SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_'")
  return new Set(rows.map(({ name }) => name))
}

/** Drops every role that is not among the given ones, with its rights in this database and on shared objects. */
export async function dropOtherRoles(address: DatabaseAddress, known: ReadonlySet<string>): Promise<void> {
  const added = [...(await roleNames(address))].filter((name) => !known.has(name)).map(identifier)
  await using session = await connect(address, 'fulldress')
  // All rights before any role: one may have granted to another.
  for (const name of added) await session.run(`DROP OWNED BY ${name}`)
  for (const name of added) await session.run(`DROP ROLE ${name}`)
}
