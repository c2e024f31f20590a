import { join } from 'node:path'
import { columnOrderDifferences, compareCatalogs } from '../database/catalog.ts'
import { sequencesBehind } from '../database/sequences.ts'
import { serverSettings } from '../database/settings.ts'
import { entriesOf } from '../model/evidence.ts'
import { foldCalls } from '../partners/fold.ts'
import { longRequests } from '../traffic/long-requests.ts'
import type { Act, Company } from './act.ts'
import { readCatalog, recordCatalog } from './catalog.ts'
import { compareTraffic } from './compared.ts'
import { tryIndependence } from './independence.ts'
import { askInvariants } from './invariants.ts'
import { auditLedgers } from './ledgers.ts'
import { onStage, type Scene } from './scene.ts'
import { recordWrites } from './written.ts'

/** Ends the traffic and compares what is there now with what was there before, object by object and write by write. */
export function audit(scene: Scene): Act {
  return {
    name: 'audit',
    runs: 'once-upgrading',
    async perform(company) {
      const { file } = await onStage(scene, 'traffic').end()
      await compareTraffic(scene, company)
      await recordWrites(scene, company, 'ended')
      const differences = await auditCatalog(scene, company)
      await auditServer(scene, company)
      const kept = await auditLedgers(scene, company, file)
      await askInvariants(scene, company, 'ended')
      await auditPartners(scene, company)
      await tryIndependence(scene, company)
      const schema =
        differences === null
          ? ''
          : differences === 0
            ? 'schema restored, '
            : `${differences} catalog ${differences === 1 ? 'difference' : 'differences'}, `
      return { status: 'ok', summary: `${schema}${kept} acknowledged ${kept === 1 ? 'write' : 'writes'} looked up` }
    },
  }
}

async function auditCatalog(scene: Scene, { journal }: Company): Promise<number | null> {
  if (scene.plan.rollback.way === 'none') return null
  const before = await readCatalog(scene, 'seeded')
  const after = await recordCatalog(scene, journal, 'restored', onStage(scene, 'copy').database)
  const differences = compareCatalogs(before, after)
  const columnOrder = columnOrderDifferences(before, after)
  journal.record({ kind: 'catalog.compared', before: 'seeded', after: 'restored', differences, columnOrder })
  // Where the new schema stays, nobody asked for the old one.
  return scene.plan.rollback.way === 'code-only' ? null : differences.length
}

async function auditServer(scene: Scene, { journal }: Company): Promise<void> {
  const { database } = onStage(scene, 'copy')
  journal.record({ kind: 'server.read', when: 'restored', ...(await serverSettings(database)) })
  journal.record({ kind: 'sequences.read', when: 'restored', behind: await sequencesBehind(database) })
}

async function auditPartners(scene: Scene, { journal }: Company): Promise<void> {
  const phases = entriesOf(journal.read(), 'traffic.phase')
  const { folder } = scene
  for (const { name } of scene.plan.stage.partners) {
    const file = join('partners', `${name}.jsonl`)
    const requests = longRequests(folder)
    for (const fact of await foldCalls({ folder, file, partner: name, phases, requests })) journal.record(fact)
  }
}
