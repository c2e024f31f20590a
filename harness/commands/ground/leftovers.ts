import { CLONE_PREFIX } from '../../companions/clones.ts'
import { dropDatabase } from '../../database/clone.ts'
import { identifier, literal } from '../../database/naming.ts'
import { cameSince, type ServerObject, serverObjects } from '../../database/server-objects.ts'
import { connect, type Session } from '../../database/session.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { currentOwner, formatOwner, isAlive, parseOwner } from '../../process/owner.ts'
import { STAIR_PREFIX } from '../../stairway/site.ts'

/** What killed runs left on a server of the operator's. */
export interface Leftovers {
  /** `database fulldress_1a2b3c4d`, gone by now. */
  readonly removed: readonly string[]
  /** What came since a killed run began and may be its, or somebody else's: a sentence each. It was not touched. */
  readonly doubtful: readonly string[]
}

/** What was on the server when a run began, as it writes it down beside its own name. */
export interface Found {
  /** Numbers of all roles. */
  readonly roles: readonly number[]
  readonly objects: readonly ServerObject[]
}

const SIGNATURE = 'made by fulldress, owner '

/** Of a run's first database, which is dropped last: whose it is, and what was there before it. */
export function signature(found: Found): string {
  return `${SIGNATURE}${formatOwner(currentOwner())}|${JSON.stringify(found)}`
}

/**
 * Removes databases of killed runs, whoever is still connected to them, and roles that a transaction made which wrote in
 * one of them, or on which one of them depends. Nothing is touched while any run lives.
 */
export async function dropLeftovers(server: DatabaseAddress): Promise<Leftovers> {
  await using session = await connect(server, 'fulldress')
  const signed = await session.query<Signed>(SIGNED, [SIGNATURE, SIGNATURE.length + 1])
  const isLive = ({ signature: owner }: Signed) => {
    const found = parseOwner(owner)
    return found === null || isAlive(found)
  }
  // Whose a clone is nobody wrote on it: while any run lives, all of them may be its.
  if (signed.some(isLive)) return { removed: [], doubtful: [] }
  const clones = await session.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
     WHERE starts_with(datname, ${literal(CLONE_PREFIX)}) OR starts_with(datname, ${literal(STAIR_PREFIX)})`,
  )
  const databases = [...clones, ...signed].map(({ name }) => name)
  const [first] = signed.flatMap(foundBy)
  const added = first === undefined ? [] : await rolesSince(session, first.roles)
  const theirs = await provenBy(server, { session, databases, added })
  for (const name of databases) await dropDatabase(server, name)
  const roles = await dropRoles(session, theirs)
  const objects = first === undefined ? [] : cameSince(first.objects, await serverObjects(session))
  return {
    removed: [...databases.map((name) => `database ${name}`), ...roles.map((name) => `role ${name}`)],
    doubtful: [
      ...added.filter(({ name }) => !roles.includes(name)).map(({ name }) => doubt(`role ${name}`)),
      ...objects.map(({ kind, name }) => doubt(`${kind} ${name}`)),
    ],
  }
}

/** What is on the server and was not when a run began, at its end. */
export async function leftBehind(server: DatabaseAddress, found: Found): Promise<readonly string[]> {
  await using session = await connect(server, 'fulldress')
  const roles = await rolesSince(session, found.roles)
  const objects = cameSince(found.objects, await serverObjects(session))
  return [...roles.map(({ name }) => `role ${name}`), ...objects.map(({ kind, name }) => `${kind} ${name}`)]
}

function doubt(object: string): string {
  return `${object} came after a run that was killed had begun, and nothing proves that it is its: remove it where nobody knows it`
}

interface Signed {
  readonly name: string
  readonly signature: string
}

function foundBy({ signature: text }: Signed): readonly Found[] {
  const [, , , , ...rest] = text.split('|')
  try {
    const found = JSON.parse(rest.join('|')) as Partial<Found>
    return Array.isArray(found.roles) && Array.isArray(found.objects) ? [found as Found] : []
  } catch {
    return []
  }
}

interface AddedRole {
  readonly name: string
  readonly oid: number
  /** The transaction that wrote it last. */
  readonly writer: string
}

async function rolesSince(session: Session, known: readonly number[]): Promise<readonly AddedRole[]> {
  const roles = await session.query<AddedRole>(
    "SELECT rolname AS name, oid::int8 AS oid, xmin::text AS writer FROM pg_authid WHERE rolname !~ '^pg_' ORDER BY oid",
  )
  return roles.filter(({ oid }) => !known.includes(oid))
}

interface Evidence {
  readonly session: Session
  readonly databases: readonly string[]
  readonly added: readonly AddedRole[]
}

/** Only migrations are in our databases: what depends on a role there, or was written with it, is theirs, and so is the role. */
async function provenBy(server: DatabaseAddress, { session, databases, added }: Evidence): Promise<readonly string[]> {
  if (added.length === 0) return []
  const needed = await session.query<{ oid: number }>(NEEDED, [databases])
  const proven = new Set(needed.map(({ oid }) => oid))
  for (const database of databases) {
    await using inside = await connect({ ...server, database }, 'fulldress')
    const written = await inside.query<{ writer: string }>(WRITTEN, [added.map(({ writer }) => writer)])
    const writers = new Set(written.map(({ writer }) => writer))
    for (const { oid, writer } of added) if (writers.has(writer)) proven.add(oid)
  }
  return added.filter(({ oid }) => proven.has(oid)).map(({ name }) => name)
}

/** Those that are gone; one that others depend on stays. */
async function dropRoles(session: Session, names: readonly string[]): Promise<readonly string[]> {
  const gone: string[] = []
  for (const name of names) {
    await session.run(`DROP OWNED BY ${identifier(name)}`).catch(() => undefined)
    await session.run(`DROP ROLE ${identifier(name)}`).then(
      () => gone.push(name),
      () => undefined,
    )
  }
  return gone
}

const SIGNED = `
  SELECT datname AS name, substr(shobj_description(oid, 'pg_database'), $2) AS signature
  FROM pg_database WHERE starts_with(shobj_description(oid, 'pg_database'), $1)`

const NEEDED = `
  SELECT DISTINCT s.refobjid::int8 AS oid FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid
  WHERE s.refclassid = 'pg_authid'::regclass AND d.datname = ANY ($1)`

const WRITTEN = ['pg_class', 'pg_attribute', 'pg_proc', 'pg_type', 'pg_namespace', 'pg_constraint']
  .map((catalog) => `SELECT xmin::text AS writer FROM ${catalog} WHERE xmin::text = ANY ($1)`)
  .join(' UNION ')
