import { randomBytes } from 'node:crypto'
import { createClone, dropDatabase } from '../database/clone.ts'
import { readRoles, restoreRoles } from '../database/roles.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** Copies of one database, made one by one and all dropped on disposal, whatever happened on them. */
export interface Clones extends AsyncDisposable {
  /** Of the database itself, or of another clone. */
  make(of?: DatabaseAddress): Promise<DatabaseAddress>
  /** Ends whoever is still connected. */
  drop(clone: DatabaseAddress): Promise<void>
  /** Drops all there are, and brings the server's roles back to what they were. */
  clear(): Promise<void>
}

/** By this prefix `fulldress clean` knows what a killed run left on a server. */
export const CLONE_PREFIX = 'fulldress_trial_'

/** Roles are the server's: those that a migration made on a clone must not be in the way on the next one. */
export async function openClones(server: DatabaseAddress, database: string): Promise<Clones> {
  const roles = await readRoles(server)
  const run = randomBytes(4).toString('hex')
  const made = new Set<string>()
  let count = 0
  const drop = async (name: string) => {
    await dropDatabase(server, name)
    made.delete(name)
  }
  const clear = async () => {
    const endings = await Promise.allSettled([...made].map(drop))
    await restoreRoles(server, roles)
    const failed = endings.find((ending) => ending.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }
  return {
    async make(of) {
      const name = `${CLONE_PREFIX}${run}_${++count}`
      made.add(name)
      await createClone(server, of?.database ?? database, name)
      return { ...server, database: name }
    },
    drop: (clone) => drop(clone.database),
    clear,
    [Symbol.asyncDispose]: clear,
  }
}
