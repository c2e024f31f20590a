import { createClone, dropDatabase } from '../database/clone.ts'
import { compareRows, digestRows } from '../database/rows.ts'
import { thinOut } from '../database/thin-out.ts'
import { describe } from '../errors.ts'
import type { Company } from './act.ts'
import { type MigrateStep, migrateOnClone } from './on-clone.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'
import { runCommand } from './steps.ts'

const RESTORED = 'fulldress_restored_1'

/**
 * Takes and restores a snapshot by the spec's own commands on a clone where nobody else writes, and compares every row.
 * A row is deleted before the snapshot, so that an older one shows, and another one after it, so that something is to be
 * brought back whatever the upgrade does. PostgreSQL's own base backup is of a whole server, and so has no clone.
 */
export async function tryRestore(scene: Scene, { journal, signal }: Company): Promise<void> {
  const { rollback, upgrade } = scene.plan
  if (rollback.way !== 'restore' || rollback.snapshot.by !== 'commands') return
  const { database: server } = onStage(scene, 'copy')
  const { take, restore } = rollback.snapshot
  const clone = { ...server, database: RESTORED }
  try {
    await createClone(server, QUIET, RESTORED)
    await thinOut(clone)
    const kept = await digestRows(clone, undefined, { signal })
    await runCommand(scene, take, 'snapshot-of-clone', signal, { database: RESTORED })
    const planted = await thinOut(clone)
    await goUp(
      scene,
      upgrade.filter((step): step is MigrateStep => step.kind === 'migrate'),
      signal,
    )
    const left = await digestRows(clone, kept, { signal })
    const reason = await runCommand(scene, restore, 'restore-of-clone', signal, { database: RESTORED }).then(
      () => null,
      (error: unknown) => describe(error),
    )
    signal.throwIfAborted()
    const now = await digestRows(clone, kept, { signal })
    journal.record({
      ...{ kind: 'restore.tried', ok: reason === null, ...(reason === null ? {} : { reason }) },
      ...{ planted, idle: compareRows(left, now).length === 0 },
      ...{ tables: kept.tables.length, rows: kept.tables.reduce((sum, { rows }) => sum + rows, 0) },
      // Tables that are new are what rollback-restores-schema asks for.
      differences: compareRows(kept, now).filter(({ rowsBefore }) => rowsBefore !== null),
    })
  } finally {
    await dropDatabase(server, RESTORED)
  }
}

/** As far as it goes: from a failed upgrade the snapshot must come back as well. */
async function goUp(scene: Scene, steps: readonly MigrateStep[], signal: AbortSignal): Promise<void> {
  const address = { ...onStage(scene, 'copy').database, database: RESTORED }
  try {
    for (const step of steps) await migrateOnClone(scene, step, address, { log: 'restore', signal })
  } catch {
    signal.throwIfAborted()
  }
}
