import { connect } from '../../harness/database/session.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { run } from '../../harness/process/run.ts'
import type { Form } from './form.ts'

/** How a statement reaches the server: node-postgres in both protocols, and psql as a shell script would call it. */
export const CLIENTS = ['simple', 'prepared', 'psql'] as const
export type Client = (typeof CLIENTS)[number]

/** Sends a form alone, or in a block that is rolled back where it needs one. */
export async function send({ statement, inBlock }: Form, client: Client, address: DatabaseAddress): Promise<void> {
  if (client === 'psql') return psql(inBlock ? ['BEGIN', statement, 'ROLLBACK'] : [statement], address)
  await using session = await connect(address, 'modes')
  if (inBlock) await session.run('BEGIN')
  if (client === 'simple') await session.run(statement)
  // node-postgres goes through the extended protocol where a statement is named.
  else await session.query(statement, [], 'form')
  if (inBlock) await session.run('ROLLBACK')
}

async function psql(statements: readonly string[], { host, port, user, password, database }: DatabaseAddress) {
  const commands = statements.flatMap((statement) => ['-c', statement])
  const env = { PATH: process.env.PATH ?? '', PGPASSWORD: password, PGCONNECT_TIMEOUT: '10', PGAPPNAME: 'modes' }
  const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', host, '-p', String(port), '-U', user, '-d', database]
  const { exitCode, tail } = await run('psql', [...args, ...commands], { env, timeoutMs: 60_000 })
  if (exitCode !== 0) throw new Error(`psql ended with ${exitCode}: ${tail}`)
}
