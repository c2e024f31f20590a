import { type Catalog, compareCatalogs, digestCatalog } from '../database/catalog.ts'
import { createClone, dropDatabase } from '../database/clone.ts'
import { emptyLargeTables } from '../database/lighten.ts'
import { readRoles } from '../database/roles.ts'
import { destroyedBetween, readShape } from '../database/shape.ts'
import { describe } from '../errors.ts'
import { stepsBack } from '../model/step.ts'
import type { Company } from './act.ts'
import { type MigrationPiece, migrateOnClone, piecesOf } from './on-clone.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'

/** Where the upgrade is applied piece by piece, and where the rollback is tried from what it left there. */
const ADVANCED = 'fulldress_retreat_1'
const RETREATED = 'fulldress_retreat_2'

/** Stops that are tried, evenly spread where there are more, and the time after which no other one is begun. */
const MOST_STOPS = 8
const LONGEST_MS = 8_000

/**
 * Tries the rollback from wherever the upgrade may have stopped, on clones of the quiet one without its large tables'
 * rows; then from its end, where it is seen what the rollback destroys.
 */
export async function tryRetreats(scene: Scene, company: Company): Promise<void> {
  if (scene.plan.rollback.way !== 'down') return
  const { database: server } = onStage(scene, 'copy')
  try {
    await createClone(server, QUIET, ADVANCED)
    await emptyLargeTables({ ...server, database: ADVANCED })
    await advance(scene, company, piecesOf(scene, scene.plan.upgrade))
  } finally {
    for (const name of [ADVANCED, RETREATED]) await dropDatabase(server, name)
  }
}

async function advance(scene: Scene, company: Company, stops: readonly MigrationPiece[]): Promise<void> {
  const { database: server } = onStage(scene, 'copy')
  const { journal, signal } = company
  const advanced = { ...server, database: ADVANCED }
  const before = await digestCatalog(advanced)
  const roles = await readRoles(server)
  const between = chosen(stops.slice(0, -1))
  const untilMs = Date.now() + LONGEST_MS
  let tried = 0
  const end = () => journal.record({ kind: 'retreats.ended', stops: Math.max(0, stops.length - 1), tried })
  for (const stop of stops) {
    signal.throwIfAborted()
    await migrateOnClone(scene, stop.step, advanced, { log: 'retreat', signal }).catch((error: unknown) => {
      // That it fails here is for others to tell; the stops before it were tried.
      end()
      throw error
    })
    // A role belongs to the server: what this clone keeps of it would stand in the way of the rollback on another.
    const faithful = (await readRoles(server)).version === roles.version
    if (!between.includes(stop) || !faithful || Date.now() > untilMs) continue
    journal.record({ kind: 'retreat.tried', after: stop.name, ...(await retreat(scene, company, before)) })
    tried++
  }
  end()
  const upgraded = await readShape(advanced)
  await rollBack(scene, ADVANCED, signal)
  journal.record({ kind: 'rollback.destroys', objects: destroyedBetween(upgraded, await readShape(advanced)) })
}

/** Evenly spread, the first and the last among them. */
function chosen(stops: readonly MigrationPiece[]): readonly MigrationPiece[] {
  if (stops.length <= MOST_STOPS) return stops
  const step = (stops.length - 1) / (MOST_STOPS - 1)
  return Array.from({ length: MOST_STOPS }, (_, index) => stops[Math.round(index * step)]).filter(
    (stop) => stop !== undefined,
  )
}

async function retreat(scene: Scene, { signal }: Company, before: Catalog) {
  const { database: server } = onStage(scene, 'copy')
  await createClone(server, ADVANCED, RETREATED)
  try {
    const reason = await rollBack(scene, RETREATED, signal).then(
      () => null,
      (error: unknown) => describe(error),
    )
    signal.throwIfAborted()
    const after = await digestCatalog({ ...server, database: RETREATED })
    const differences = compareCatalogs(before, after).map(({ object }) => object)
    return { ok: reason === null, ...(reason === null ? {} : { reason }), differences }
  } finally {
    await dropDatabase(server, RETREATED)
  }
}

/** Only migrations are performed on a clone: services and scripts would meet the live copy. */
async function rollBack(scene: Scene, database: string, signal: AbortSignal): Promise<void> {
  const address = { ...onStage(scene, 'copy').database, database }
  for (const step of stepsBack(scene.plan.rollback)) {
    if (step.kind === 'migrate') await migrateOnClone(scene, step, address, { log: 'retreat', signal })
  }
}
