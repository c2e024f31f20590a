import type { DatabaseAddress } from '../model/stage.ts'
import { identifier } from './naming.ts'
import { connect, type Session } from './session.ts'

/** Drops a database over a session on another one; what a migration tied it to is undone where that is in the way. */
export async function removeDatabase(
  server: DatabaseAddress,
  session: Pick<Session, 'query' | 'run'>,
  name: string,
): Promise<void> {
  const drop = () => session.run(`DROP DATABASE IF EXISTS ${identifier(name)} WITH (FORCE)`)
  try {
    await drop()
  } catch {
    await loosen(server, session, name)
    await drop()
  }
}

/**
 * Undoes what keeps a database from being dropped, FORCE or not: that it is a template, replication slots and
 * subscriptions in it, and transactions that were prepared and never ended.
 */
async function loosen(server: DatabaseAddress, session: Pick<Session, 'query' | 'run'>, name: string): Promise<void> {
  const database = identifier(name)
  const there = await session.query('SELECT FROM pg_database WHERE datname = $1', [name])
  if (there.length === 0) return
  await session.run(`ALTER DATABASE ${database} IS_TEMPLATE false`)
  await session.run(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`)
  await session.query(
    'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = $1 AND NOT active',
    [name],
  )
  await using inside = await connect({ ...server, database: name }, 'fulldress')
  const open = await inside.query<{ undone: string }>(
    `SELECT format('ROLLBACK PREPARED %L', gid) AS undone FROM pg_prepared_xacts WHERE database = current_database()`,
  )
  const subscribed = await inside.query<{ name: string }>(
    `SELECT quote_ident(subname) AS name FROM pg_subscription
     WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  )
  for (const { undone } of open) await inside.run(undone)
  for (const { name: subscription } of subscribed) {
    await inside.run(`ALTER SUBSCRIPTION ${subscription} DISABLE`)
    // With a slot it would call the publisher to drop it there, which is nobody's business here.
    await inside.run(`ALTER SUBSCRIPTION ${subscription} SET (slot_name = NONE)`)
    await inside.run(`DROP SUBSCRIPTION ${subscription}`)
  }
}
