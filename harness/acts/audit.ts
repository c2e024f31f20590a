import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { compareCatalogs } from '../database/catalog.ts'
import { lookUpKeys } from '../database/ledger.ts'
import { sequencesBehind } from '../database/sequences.ts'
import { serverSettings } from '../database/settings.ts'
import { digestFile } from '../journal/side-file.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import { foldCalls } from '../partners/fold.ts'
import type { Act, Company } from './act.ts'
import { readCatalog, recordCatalog } from './catalog.ts'
import { onStage, type Scene } from './scene.ts'

const KEYS_SHOWN = 20

/** Ends the traffic and compares what is there now with what was there before, object by object and write by write. */
export function audit(scene: Scene): Act {
  return {
    name: 'audit',
    runs: 'once-upgrading',
    async perform(company) {
      const { file } = await onStage(scene, 'traffic').end()
      const differences = await auditCatalog(scene, company)
      await auditServer(scene, company)
      const kept = await auditLedgers(scene, company, file)
      await auditPartners(scene, company)
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
  journal.record({ kind: 'catalog.compared', before: 'seeded', after: 'restored', differences })
  return differences.length
}

async function auditServer(scene: Scene, { journal }: Company): Promise<void> {
  const { database } = onStage(scene, 'copy')
  journal.record({ kind: 'server.read', when: 'restored', ...(await serverSettings(database)) })
  journal.record({ kind: 'sequences.read', when: 'restored', behind: await sequencesBehind(database) })
}

async function auditLedgers(scene: Scene, { journal }: Company, file: string): Promise<number> {
  const acknowledged = await readAcknowledged(file)
  const side = { file: file.slice(scene.folder.length + 1), sha256: await digestFile(file) }
  let total = 0
  for (const ledger of scene.plan.traffic.ledgers) {
    const keys = acknowledged.get(ledger.name) ?? []
    total += keys.length
    journal.record({ kind: 'ledger.compared', ...(await compareLedger(scene, ledger, keys)), file: side })
  }
  return total
}

async function compareLedger(scene: Scene, ledger: LedgerDescription, keys: readonly string[]) {
  const { missing, doubled } = await lookUpKeys(onStage(scene, 'copy').database, ledger, keys)
  return {
    ledger: ledger.name,
    acknowledged: keys.length,
    missing: missing.slice(0, KEYS_SHOWN),
    missingCount: missing.length,
    doubled: doubled.slice(0, KEYS_SHOWN),
    doubledCount: doubled.length,
  }
}

async function readAcknowledged(file: string): Promise<ReadonlyMap<string, string[]>> {
  const ledgers = new Map<string, string[]>()
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { ledger, key } = JSON.parse(line) as { ledger: string; key: string }
    const keys = ledgers.get(ledger)
    if (keys === undefined) ledgers.set(ledger, [key])
    else keys.push(key)
  }
  return ledgers
}

async function auditPartners(scene: Scene, { journal }: Company): Promise<void> {
  for (const { name } of scene.plan.stage.partners) {
    const file = join('partners', `${name}.jsonl`)
    for (const fact of await foldCalls(scene.folder, file, name)) journal.record(fact)
  }
}
