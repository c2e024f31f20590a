import { columnOrderDifferences, compareCatalogs } from '../database/catalog.ts'
import { createClone, dropDatabase } from '../database/clone.ts'
import { narrowRows } from '../database/rows/narrow.ts'
import { compareRows, digestRows } from '../database/rows.ts'
import { readWrites } from '../database/writes.ts'
import { formatCount } from '../model/duration.ts'
import type { TableDifference } from '../model/evidence.ts'
import type { ScriptsProved } from '../model/facts-of-comparison.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Step } from '../model/step.ts'
import type { Company } from './act.ts'
import { recordCatalog } from './catalog.ts'
import { go, ScriptFailed, withoutScripts } from './clone-trip.ts'
import { planScripts } from './database-scripts.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'

/** Goes up and down while the quiet clone stays as it was, so that each row that differs can be held against itself. */
const MOVED = 'fulldress_rows_1'

/** Tables whose rows are told one by one, the time that either side may take for one statement about them, and their rows. */
const MOST_NARROWED = 5
const LONGEST_MS = 10_000
const MOST_ROWS = 500_000

/** Performs the migrations of upgrade and rollback on a clone and compares its rows and its catalog with before. */
export async function upAndDown(scene: Scene, company: Company): Promise<string> {
  const { database: server } = onStage(scene, 'copy')
  const { rollback } = scene.plan
  if (rollback.way !== 'down') return 'no way down to prove'
  const scripts = await planScripts(scene.plan.upgrade, rollback.steps)
  const trip = { clone: { ...server, database: MOVED }, down: rollback.steps }
  try {
    await createClone(server, QUIET, MOVED)
    return await goAndCompare(scene, company, { ...trip, scripts })
  } catch (error) {
    if (!(error instanceof ScriptFailed)) throw error
    // It may need what only a service of the new version makes, and that the migrations restore is known without it.
    await dropDatabase(server, MOVED)
    await createClone(server, QUIET, MOVED)
    return await goAndCompare(scene, company, { ...trip, scripts: withoutScripts(scene.plan.upgrade, scripts, error) })
  } finally {
    await dropDatabase(server, MOVED)
  }
}

interface Trip {
  readonly clone: DatabaseAddress
  readonly down: readonly Step[]
  readonly scripts: ScriptsProved
}

async function goAndCompare(scene: Scene, company: Company, { clone, down, scripts }: Trip): Promise<string> {
  const { journal, signal } = company
  const startedAt = Date.now()
  const catalogBefore = await recordCatalog(scene, journal, 'quiet-before', clone)
  const rowsBefore = await digestRows(clone, undefined, { signal })
  const complaint = await go(scene, company, { clone, steps: scene.plan.upgrade, scripts })
  const upgraded = await recordCatalog(scene, journal, 'quiet-upgraded', clone)
  const idle = complaint !== undefined && upgraded.sha256 === catalogBefore.sha256
  if (idle && compareRows(rowsBefore, await digestRows(clone, rowsBefore)).length === 0) throw nothingDone(complaint)
  journal.record({ kind: 'writes.read', when: 'clone-upgraded', tables: await readWrites(clone, { alone: true }) })
  await go(scene, company, { clone, steps: down, scripts })
  const catalogAfter = await recordCatalog(scene, journal, 'quiet-restored', clone)
  journal.record({
    kind: 'catalog.compared',
    before: 'quiet-before',
    after: 'quiet-restored',
    differences: compareCatalogs(catalogBefore, catalogAfter),
    columnOrder: columnOrderDifferences(catalogBefore, catalogAfter),
  })
  journal.record({ kind: 'writes.read', when: 'clone-restored', tables: await readWrites(clone, { alone: true }) })
  const found = compareRows(rowsBefore, await digestRows(clone, rowsBefore, { signal }))
  const differences = await narrow([{ ...clone, database: QUIET }, clone], found, scene.plan.probing.show)
  const rows = rowsBefore.tables.reduce((sum, table) => sum + table.rows, 0)
  const durationMs = Date.now() - startedAt
  const tables = rowsBefore.tables.length
  journal.record({ kind: 'rows.compared', database: 'quiet', tables, rows, durationMs, differences, scripts })
  const differing = differences.length === 1 ? '1 table differs' : `${differences.length} tables differ`
  return `${differences.length === 0 ? `${formatCount(rows)} rows equal` : differing} after up and down`
}

/** That a table's rows differ is known by now; which ones they are is left out where asking takes too long. */
async function narrow(
  [before, after]: readonly [DatabaseAddress, DatabaseAddress],
  differences: readonly TableDifference[],
  show: readonly string[],
): Promise<readonly TableDifference[]> {
  const narrowed: TableDifference[] = []
  let left = MOST_NARROWED
  for (const difference of differences) {
    const told = difference.rowsBefore !== null && difference.rowsAfter !== null && left-- > 0
    const options = { show, limitMs: LONGEST_MS, mostRows: MOST_ROWS }
    const rows = told ? await narrowRows(before, after, difference.table, options).catch(() => null) : null
    narrowed.push(rows === null ? difference : { ...difference, narrowed: rows })
  }
  return narrowed
}

function nothingDone(complaint: string): Error {
  return new Error(`the upgrade changed nothing on the quiet clone, so that nothing could be undone: ${complaint}`)
}
