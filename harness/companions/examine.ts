import { openClones } from './clones.ts'
import { notSeenInto } from './coverage.ts'
import type { Examination, Examined } from './examination.ts'
import { traceAlone } from './traced-run.ts'
import { tryOnClones } from './try-on-clones.ts'

/**
 * Finds out by trying what a migration would do to those who use the database: alone and traced, then on clones beside
 * probes, the application's statements and companions, and where its tables hold more rows. Records facts and holds no
 * opinion. Whatever happens, no clone stays behind.
 */
export async function examineMigration(given: Examination): Promise<Examined> {
  const { migration, number, record, probed, stallLimitMs, fillTo, holdMs, database } = given
  // Whoever of us is connected to the database itself would keep it from being cloned.
  const server = { ...given.server, database: database === 'postgres' ? 'template1' : 'postgres' }
  const examination = { ...given, server }
  record({
    ...{ kind: 'migration.examined', migration: number, name: migration.name, source: migration.source },
    ...{ in: examination.in, direction: migration.direction, probed, stallLimitMs, productionRows: fillTo, holdMs },
  })
  if (!probed) {
    const alone = await traceAlone(examination, { address: { ...server, database }, twin: null })
    const untested = ['it was traced alone: no probe, no companion and no traffic was beside it', ...notSeenInto(alone)]
    record({ kind: 'trials.covered', migration: number, untested })
    return { outcome: alone.outcome, applied: true }
  }
  await using clones = await openClones(server, database)
  const clone = await clones.make()
  const twin = migration.source === 'sql' ? null : await clones.make()
  const alone = await traceAlone(examination, { address: clone, twin })
  if (twin !== null) await clones.drop(twin)
  const untested = [...notSeenInto(alone)]
  if (alone.outcome === 'completed') untested.push(...(await tryOnClones(examination, clones, { alone, clone })))
  else untested.push('nothing was beside it: it fails alone')
  const statements = alone.outcome === 'completed' ? given.traffic.length : 0
  record({
    ...{ kind: 'trials.covered', migration: number, untested: [...new Set(untested)] },
    ...(statements === 0 ? {} : { statements }),
  })
  return { outcome: alone.outcome, applied: false }
}
