import { randomBytes } from 'node:crypto'
import { CLONE_PREFIX } from '../../companions/clones.ts'
import { dropDatabase } from '../../database/clone.ts'
import { refuseUnlessAlone } from '../../database/lone-server.ts'
import { identifier, literal } from '../../database/naming.ts'
import { readRoles, restoreRoles } from '../../database/roles.ts'
import { connect } from '../../database/session.ts'
import { parseDatabaseUrl } from '../../database/url.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../model/stage.ts'
import { currentOwner, formatOwner, isAlive, parseOwner } from '../../process/owner.ts'
import { type ScratchOptions, startScratch } from '../../staging/scratch.ts'
import { STAIR_PREFIX } from '../../stairway/site.ts'

export interface ServerWish {
  /** A URL of the operator's own server; otherwise one is started. */
  readonly database?: string
  readonly postgres: DatabaseDescription['version']
  readonly runtime: ScratchOptions['runtime']
}

export interface ServerProps extends Pick<ScratchOptions, 'run' | 'folder' | 'progress' | 'signal'> {}

/** A server to try migrations on, with a database that is still empty. Disposal leaves nothing there. */
export interface Ground extends AsyncDisposable {
  /** As a superuser, in that database. */
  readonly address: DatabaseAddress
  readonly runtime: 'processes' | 'containers' | 'database'
  /** What it cannot show that another could, one sentence each. */
  readonly weaker: readonly string[]
  readonly origin: { readonly image?: string; readonly digest?: string }
}

const SIGNATURE = 'made by fulldress, owner '

/** Starts a scratch server, or takes the operator's own, where nobody else may be. */
export async function openGround({ database, postgres, runtime }: ServerWish, props: ServerProps): Promise<Ground> {
  if (database !== undefined) return await onTheirs(parseDatabaseUrl(database, process.env).address)
  const scratch = await startScratch({ version: postgres, runtime, ...props })
  try {
    const weaker = [
      'durability is off on the scratch server (fsync, full_page_writes, synchronous_commit), and so is autovacuum',
    ]
    return {
      address: await createDatabase(scratch.address),
      runtime,
      weaker,
      origin: scratch.origin,
      [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
    }
  } catch (error) {
    await scratch[Symbol.asyncDispose]()
    throw error
  }
}

async function onTheirs(server: DatabaseAddress): Promise<Ground> {
  await refuseUnlessAlone(server)
  await dropLeftovers(server)
  const roles = await readRoles(server)
  const address = await createDatabase(server)
  return {
    address,
    runtime: 'database',
    weaker: [],
    origin: {},
    async [Symbol.asyncDispose]() {
      await dropDatabase(server, address.database)
      await restoreRoles(server, roles)
    },
  }
}

async function createDatabase(server: DatabaseAddress): Promise<DatabaseAddress> {
  const database = `fulldress_${randomBytes(4).toString('hex')}`
  await using session = await connect(server, 'fulldress')
  await session.run(`CREATE DATABASE ${identifier(database)} TEMPLATE template0`)
  await session.run(
    `COMMENT ON DATABASE ${identifier(database)} IS ${literal(SIGNATURE + formatOwner(currentOwner()))}`,
  )
  return { ...server, database }
}

/** Databases of runs that were killed, and clones that they left. */
async function dropLeftovers(server: DatabaseAddress): Promise<void> {
  await using session = await connect(server, 'fulldress')
  const signed = await session.query<{ name: string; owner: string }>(
    `SELECT datname AS name, substr(shobj_description(oid, 'pg_database'), ${SIGNATURE.length + 1}) AS owner
     FROM pg_database WHERE starts_with(shobj_description(oid, 'pg_database'), ${literal(SIGNATURE)})`,
  )
  const isLive = ({ owner }: { readonly owner: string }) => {
    const found = parseOwner(owner)
    return found === null || isAlive(found)
  }
  // Whose a clone is nobody wrote on it: while any run lives, all of them may be its.
  if (signed.some(isLive)) return
  const clones = await session.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
     WHERE starts_with(datname, ${literal(CLONE_PREFIX)}) OR starts_with(datname, ${literal(STAIR_PREFIX)})`,
  )
  for (const { name } of [...clones, ...signed]) await dropDatabase(server, name)
}
