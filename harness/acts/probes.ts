import { dirname } from 'node:path'
import { compareCatalogs } from '../database/catalog.ts'
import { dropDatabase } from '../database/clone.ts'
import { dropOtherRoles, roleNames } from '../database/roles.ts'
import { compareRows, digestRows } from '../database/rows.ts'
import { describe } from '../errors.ts'
import { applySql } from '../migrator/apply.ts'
import { formatCount } from '../model/duration.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Step } from '../model/step.ts'
import type { Act, Company } from './act.ts'
import { recordCatalog } from './catalog.ts'
import { examineUpgrade } from './examined.ts'
import { prepareIndependence } from './independence.ts'
import { tryRetreats } from './retreats.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'
import { runCommand } from './steps.ts'

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
      const roles = await roleNames(database)
      const examined = await tried(company, 'migrations-examined', () => examineUpgrade(scene, company, QUIET))
      await tried(company, 'rollback-from-failed-step', () => tryRetreats(scene, company))
      await tried(company, 'independence-prepared', () => prepareIndependence(scene))
      const summary = await tried(company, 'rows-up-down-equal', () => upAndDown(scene, company))
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
async function removeQuiet(database: DatabaseAddress, roles: ReadonlySet<string>): Promise<void> {
  await dropDatabase(database, QUIET)
  await dropOtherRoles(database, roles)
}

async function upAndDown(scene: Scene, company: Company): Promise<string> {
  const quiet = { ...onStage(scene, 'copy').database, database: QUIET }
  const { journal } = company
  const { upgrade, rollback } = scene.plan
  if (rollback.way !== 'down') return 'no way down to prove'
  const startedAt = Date.now()
  const [catalogBefore, rowsBefore] = [
    await recordCatalog(scene, journal, 'quiet-before', quiet),
    await digestRows(quiet),
  ]
  const complaint = await migrate(scene, company, quiet, upgrade)
  const upgraded = await recordCatalog(scene, journal, 'quiet-upgraded', quiet)
  const idle = complaint !== undefined && upgraded.sha256 === catalogBefore.sha256
  if (idle && compareRows(rowsBefore, await digestRows(quiet, rowsBefore)).length === 0) throw nothingDone(complaint)
  await migrate(scene, company, quiet, rollback.steps)
  const catalogAfter = await recordCatalog(scene, journal, 'quiet-restored', quiet)
  const catalogDifferences = compareCatalogs(catalogBefore, catalogAfter)
  journal.record({
    kind: 'catalog.compared',
    before: 'quiet-before',
    after: 'quiet-restored',
    differences: catalogDifferences,
  })
  const rowsAfter = await digestRows(quiet, rowsBefore)
  const differences = compareRows(rowsBefore, rowsAfter)
  const rows = rowsBefore.tables.reduce((sum, table) => sum + table.rows, 0)
  const durationMs = Date.now() - startedAt
  journal.record({
    kind: 'rows.compared',
    database: 'quiet',
    tables: rowsBefore.tables.length,
    rows,
    durationMs,
    differences,
  })
  const tables = differences.length === 1 ? '1 table differs' : `${differences.length} tables differ`
  return differences.length === 0 ? `${formatCount(rows)} rows equal after up and down` : `${tables} after up and down`
}

function nothingDone(complaint: string): Error {
  return new Error(`the upgrade changed nothing on the quiet clone, so that nothing could be undone: ${complaint}`)
}

/** Resolves to the first server error that a tool printed and yet exited with 0. */
async function migrate(
  scene: Scene,
  { signal }: Company,
  quiet: DatabaseAddress,
  steps: readonly Step[],
): Promise<string | undefined> {
  const root = dirname(scene.plan.spec)
  let complaint: string | undefined
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'migrate') continue
    if ('tool' in step) {
      const said = await runCommand(scene, step.tool, `probe-${index + 1}`, signal, { database: QUIET })
      complaint ??= said
    } else await applySql({ address: quiet, sql: step.sql, root, recordAs: null, progress: scene.progress, signal })
  }
  return complaint
}
