import { createClone } from '../database/clone.ts'
import { sequencesBehind } from '../database/sequences.ts'
import { serverSettings } from '../database/settings.ts'
import { tableSizes } from '../database/sizes.ts'
import { formatBytes, formatCount } from '../model/duration.ts'
import type { Act } from './act.ts'
import { recordCatalog } from './catalog.ts'
import { askInvariants } from './invariants.ts'
import { expectLedgers } from './ledgers.ts'
import { loadData } from './load-data.ts'
import { onStage, type Scene } from './scene.ts'

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
      await loadData(scene, company.signal)
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
