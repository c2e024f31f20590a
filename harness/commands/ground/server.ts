import { randomBytes } from 'node:crypto'
import { dropDatabase } from '../../database/clone.ts'
import { refuseUnlessAlone } from '../../database/lone-server.ts'
import { identifier, literal } from '../../database/naming.ts'
import { readRoles, restoreRoles } from '../../database/roles.ts'
import { connect } from '../../database/session.ts'
import { parseDatabaseUrl } from '../../database/url.ts'
import { describe } from '../../errors.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../model/stage.ts'
import { startScratch } from '../../staging/scratch.ts'
import type { ScratchOptions } from '../../staging/scratch-server.ts'
import { dropLeftovers, type Found, leftBehind, signature } from './leftovers.ts'

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

/** Starts a scratch server, or takes the operator's own, where nobody else may be. */
export async function openGround({ database, postgres, runtime }: ServerWish, props: ServerProps): Promise<Ground> {
  if (database !== undefined) return await onTheirs(parseDatabaseUrl(database, process.env).address, props)
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

async function onTheirs(server: DatabaseAddress, { progress }: Pick<ServerProps, 'progress'>): Promise<Ground> {
  const weaker: string[] = []
  await refuseUnlessAlone(server, async () => {
    const { removed, doubtful } = await dropLeftovers(server)
    for (const name of removed) progress(`removed ${name}, which a killed run had left`)
    weaker.push(...doubtful)
  })
  const roles = await readRoles(server)
  const found: Found = { roles: roles.all.map(({ oid }) => oid), objects: roles.objects }
  const address = await createDatabase(server, signature(found))
  return {
    address,
    runtime: 'database',
    weaker,
    origin: {},
    async [Symbol.asyncDispose]() {
      await dropDatabase(server, address.database)
      await restoreRoles(server, roles).catch((error: unknown) => progress(`left on the server: ${describe(error)}`))
      for (const name of await leftBehind(server, found)) progress(`left on the server: ${name}`)
    },
  }
}

async function createDatabase(server: DatabaseAddress, comment?: string): Promise<DatabaseAddress> {
  const database = `fulldress_${randomBytes(4).toString('hex')}`
  await using session = await connect(server, 'fulldress')
  await session.run(`CREATE DATABASE ${identifier(database)} TEMPLATE template0`)
  if (comment !== undefined) await session.run(`COMMENT ON DATABASE ${identifier(database)} IS ${literal(comment)}`)
  return { ...server, database }
}
