import { dropDatabase } from '../database/clone.ts'
import type { Roles } from '../database/role.ts'
import { readRoles, restoreRoles } from '../database/roles.ts'
import { describe } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Act, Company } from './act.ts'
import { examineUpgrade } from './examined.ts'
import { prepareIndependence } from './independence.ts'
import { interruptMigrations } from './interrupted.ts'
import { recordProduction } from './production.ts'
import { tryRestore } from './restore-on-clone.ts'
import { tryRetreats } from './retreats.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'
import { climbUpgrade } from './stairway.ts'
import { upAndDown } from './up-and-down.ts'

/** What each probe does, in the order of the act, for those who look on meanwhile. */
const DOINGS: Readonly<Record<string, string>> = {
  'migrations-examined': 'migrations beside clients, each on clones',
  stairway: 'each migration up, down and up again',
  'rollback-from-failed-step': 'the way back from wherever the upgrade may stop',
  'restore-on-clone': 'the restore on a clone',
  'independence-prepared': 'preparing the way back without what the upgrade changed',
  'migrations-interrupted': 'migrations that are interrupted',
  'rows-up-down-equal': 'all rows up and down again',
}

/**
 * Proves on the quiet clone, where no traffic changes rows, that up and down leave every row and the catalog as they
 * were. A probe that cannot be performed is recorded: the checks that ask for it then answer `unknown`.
 */
export function probes(scene: Scene): Act {
  return {
    name: 'probes',
    runs: 'while-well',
    async perform(company) {
      const { database } = onStage(scene, 'copy')
      recordProduction(scene, company)
      const roles = await readRoles(database)
      // What one probe left altered in a role, the next would take for how it was.
      let done = 0
      const apart = async <T>(probe: string, attempt: () => Promise<T>) => {
        scene.part?.({
          doing: DOINGS[probe] ?? probe,
          done: done++,
          of: Object.keys(DOINGS).length,
          unit: 'probes done',
        })
        const result = await tried(company, probe, attempt)
        await tried(company, 'roles-brought-back', () => restoreRoles(database, roles))
        return result
      }
      const examined = await apart('migrations-examined', () => examineUpgrade(scene, company, QUIET))
      await apart('stairway', () => climbUpgrade(scene, company))
      await apart('rollback-from-failed-step', () => tryRetreats(scene, company))
      await apart('restore-on-clone', () => tryRestore(scene, company))
      await apart('independence-prepared', () => prepareIndependence(scene))
      await apart('migrations-interrupted', () => interruptMigrations(scene, company, QUIET))
      const summary = await apart('rows-up-down-equal', () => upAndDown(scene, company))
      await tried(company, 'quiet-clone-removed', () => removeQuiet(database, roles))
      const tries = examined === null ? 'migrations could not be tried' : `${plural(examined)} tried beside others`
      return { status: 'ok', summary: `${tries}, ${summary ?? 'up and down on the quiet clone did not complete'}` }
    },
  }
}

function plural(migrations: number): string {
  return migrations === 1 ? '1 migration' : `${migrations} migrations`
}

async function tried<T>({ signal, journal }: Company, probe: string, attempt: () => Promise<T>): Promise<T | null> {
  try {
    return await attempt()
  } catch (error) {
    signal.throwIfAborted()
    journal.record({ kind: 'probe.failed', probe, reason: describe(error) })
    return null
  }
}

/** The upgrade must not meet what its own probe left: the clone's rights keep roles alive, and roles are the server's. */
async function removeQuiet(database: DatabaseAddress, roles: Roles): Promise<void> {
  await dropDatabase(database, QUIET)
  await restoreRoles(database, roles)
}
