import { dirname } from 'node:path'
import { createClone } from '../database/clone.ts'
import { readProfile } from '../database/profile/read.ts'
import { giveSettings } from '../database/profile/settings.ts'
import { sequencesBehind } from '../database/sequences.ts'
import { serverSettings } from '../database/settings.ts'
import { tableSizes } from '../database/sizes.ts'
import { describe, RehearsalError } from '../errors.ts'
import { applySql } from '../migrator/apply.ts'
import { formatBytes, formatCount } from '../model/duration.ts'
import type { Act, Company } from './act.ts'
import { recordCatalog } from './catalog.ts'
import { askInvariants } from './invariants.ts'
import { expectLedgers } from './ledgers.ts'
import { onStage, type Scene } from './scene.ts'
import { runCommand } from './steps.ts'

/** The clone on which rows are proved; nobody but the probes ever connects to it. */
export const QUIET = 'fulldress_quiet'

/** Generates the data set, makes the quiet clone while nobody is connected, and starts the services on top. */
export function seed(scene: Scene): Act {
  return {
    name: 'seed',
    runs: 'while-well',
    async perform(company) {
      const { journal } = company
      const copy = onStage(scene, 'copy')
      const startedAt = Date.now()
      await settle(scene, company)
      await fill(scene, company)
      const tables = await tableSizes(copy.database)
      for (const table of tables) journal.record({ kind: 'seed.table', ...table })
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
      journal.record({ kind: 'seed.done', rows, bytes, durationMs: Date.now() - startedAt })
      await expectLedgers(scene)
      await askInvariants(scene, company, 'seeded')
      await createClone(copy.database, copy.database.database, QUIET)
      await copy.startServices()
      journal.record({ kind: 'server.read', when: 'seeded', ...(await serverSettings(copy.database)) })
      journal.record({ kind: 'sequences.read', when: 'seeded', behind: await sequencesBehind(copy.database) })
      await recordCatalog(scene, journal, 'seeded', copy.database)
      return { status: 'ok', summary: `${formatCount(rows)} rows, ${formatBytes(bytes)}` }
    },
  }
}

/** The same ALTER may be instant under one TimeZone and rewrite the table under another. */
async function settle({ plan, copy, progress }: Scene, { journal }: Company): Promise<void> {
  if (plan.probing.profile === null || copy === undefined) return
  const profile = readProfile(plan.probing.profile)
  journal.record({ kind: 'production.read', takenAt: profile.takenAt, tables: profile.tables })
  const given = await giveSettings(copy.database, profile)
  const words = Object.entries(given).map(([name, value]) => `${name} ${value}`)
  progress(`production's settings: ${words.join(', ') || 'none'}`)
}

async function fill(scene: Scene, { signal }: Company): Promise<void> {
  const { files, commands } = scene.plan.seeding
  const address = onStage(scene, 'copy').database
  try {
    const root = dirname(scene.plan.spec)
    if (files !== null) await applySql({ address, sql: files, root, recordAs: null, progress: scene.progress, signal })
    for (const [index, command] of commands.entries()) await runCommand(scene, command, `seed-${index + 1}`, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw new RehearsalError(
      'seed-failed',
      `expected the data set of the old version to load, found: ${describe(error)}`,
      'mend the file or command under `seed`; nothing was upgraded yet',
      error,
    )
  }
}
