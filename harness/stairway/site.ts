import { randomBytes } from 'node:crypto'
import { createClone } from '../database/clone.ts'
import { type Desk, openDesk } from '../database/desk.ts'
import { removeDatabase } from '../database/removal.ts'
import type { Roles } from '../database/role.ts'
import { restoreRoles, rolesOf } from '../database/roles.ts'
import { awaitVacancy } from '../database/vacancy.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Flight } from './stair.ts'

/** By this prefix it is known what a killed run left on a server. */
export const STAIR_PREFIX = 'fulldress_stair_'

/** Where stairs are climbed: copies of one database, all dropped on disposal, whatever happened on them. */
export interface Site extends AsyncDisposable {
  /** The database as it is before the next stair; nobody stays connected to it. */
  base(): DatabaseAddress
  /** A copy of the base as it is now. */
  copy(): Promise<DatabaseAddress>
  drop(copy: DatabaseAddress): Promise<void>
  /** Changes the base. What the site was opened on is never changed: a copy takes its place. */
  change<T>(work: (base: DatabaseAddress) => Promise<T>): Promise<T>
  /** Drops what the site was opened on, after a copy took its place: for whoever needs it no more. */
  leaveGround(): Promise<void>
  /** Makes a copy the base; what it takes the place of is dropped meanwhile. */
  succeed(copy: DatabaseAddress): void
  /** Waits until nobody is connected any more, and all counters are told. */
  vacated(database: DatabaseAddress): Promise<void>
  /** A way that ends only where it leaves no transaction prepared: that would keep its locks, and the copy, for ever. */
  ending(flight: Flight): Flight
  roles(): Promise<Roles>
  /**
   * Roles are the server's: what was done to them on one copy would be in the way on the next. Whether anything was done
   * since they were read; nothing may depend on those that were made since any more.
   */
  restoreRoles(known: Roles): Promise<boolean>
  /** Databases but for this copy in which anything depends on a role, in words. */
  dependents(role: string, copy: DatabaseAddress): Promise<readonly string[]>
}

/** Opens a site on a database to which nobody is connected. */
export async function openSite(ground: DatabaseAddress): Promise<Site> {
  const server = { ...ground, database: 'postgres' }
  await using opened = new AsyncDisposableStack()
  const desk = opened.use(await openDesk(server))
  const copies = copiesOf(server, desk, opened.use(await openDesk(server)))
  const known = await rolesOf(desk)
  const sessions = opened.move()
  let base = ground
  return {
    base: () => base,
    copy: () => copies.make(base),
    drop: copies.drop,
    async change(work) {
      if (base === ground) base = await copies.make(ground)
      return await work(base)
    },
    async leaveGround() {
      if (base === ground) base = await copies.make(ground)
      await copies.drop(ground)
    },
    succeed(copy) {
      const former = base
      base = copy
      if (former !== ground) copies.forget(former)
    },
    vacated: ({ database }) => awaitVacancy(desk, database),
    ending: (flight) => async (address, options) => {
      await flight(address, options)
      const [open] = await desk.query<{ gid: string }>(PREPARED, [address.database])
      if (open !== undefined)
        throw new Error(`leaves the prepared transaction "${open.gid}" open, which keeps its locks`)
    },
    roles: () => rolesOf(desk),
    async restoreRoles(others) {
      const touched = (await rolesOf(desk)).version !== others.version
      if (touched) await restoreRoles(server, others)
      return touched
    },
    async dependents(role, copy) {
      const rows = await desk.query<{ name: string }>(DEPENDENTS, [role, copy.database])
      return rows.map(({ name }) =>
        name === ground.database ? 'the base that copies are made of' : `database ${name}`,
      )
    },
    async [Symbol.asyncDispose]() {
      await using _sessions = sessions
      await copies.dropAll()
      await restoreRoles(server, known)
    },
  }
}

const PREPARED = 'SELECT gid FROM pg_prepared_xacts WHERE database = $1 ORDER BY prepared LIMIT 1'

const DEPENDENTS = `
  SELECT DISTINCT d.datname AS name
  FROM pg_shdepend s
  JOIN pg_database d ON d.oid = s.dbid
  JOIN pg_roles r ON r.oid = s.refobjid
  WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = $1 AND d.datname <> $2`

interface Copies {
  make(of: DatabaseAddress): Promise<DatabaseAddress>
  drop(copy: DatabaseAddress): Promise<void>
  /** Drops it while others go on; where that fails, `dropAll` tries it again and tells. */
  forget(copy: DatabaseAddress): void
  dropAll(): Promise<void>
}

/** A database of many files takes long to drop, which the desk need not wait for: `bin` is a session for that alone. */
function copiesOf(server: DatabaseAddress, desk: Desk, bin: Desk): Copies {
  const run = randomBytes(4).toString('hex')
  const made = new Set<string>()
  let count = 0
  const drop = async (name: string) => {
    await removeDatabase(server, bin, name)
    made.delete(name)
  }
  return {
    async make(of) {
      const name = `${STAIR_PREFIX}${run}_${++count}`
      made.add(name)
      await awaitVacancy(desk, of.database)
      await createClone(server, of.database, name)
      return { ...server, database: name }
    },
    drop: ({ database }) => drop(database),
    forget: ({ database }) => void drop(database).catch(() => undefined),
    async dropAll() {
      const endings = await Promise.allSettled([...made].map(drop))
      const failed = endings.find((ending) => ending.status === 'rejected')
      if (failed !== undefined) throw failed.reason
    },
  }
}
