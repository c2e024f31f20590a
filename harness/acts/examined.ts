import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { examineMigration } from '../companions/examine.ts'
import type { Migration } from '../companions/migration.ts'
import { counter, HOLD_MS } from '../companions/numbers.ts'
import { parseTraffic, type TrafficStatement } from '../companions/traffic-file.ts'
import { createClone, dropDatabase } from '../database/clone.ts'
import { fillTables } from '../database/fill/fill.ts'
import { readProfile } from '../database/profile/read.ts'
import { placesInFiles } from '../migrator/places.ts'
import { largerInProduction } from '../model/production-size.ts'
import type { Company } from './act.ts'
import { applyOnClone, type MigrateStep } from './on-clone.ts'
import { scanFiles } from './scanned.ts'
import { onStage, type Scene } from './scene.ts'
import { runCommand } from './steps.ts'
import { wayBackFrom } from './way-back.ts'

/** Where migrations are examined one after another, each on what those before it left. */
const EXAMINED = 'fulldress_examined'

/** Tries each migration of the upgrade on clones of the quiet one, beside probes and companions. */
export async function examineUpgrade(scene: Scene, company: Company, quiet: string): Promise<number> {
  const steps = scene.plan.upgrade.filter((step): step is MigrateStep => step.kind === 'migrate')
  const { database: server } = onStage(scene, 'copy')
  const { signal } = company
  const template = steps.length > 1 ? EXAMINED : quiet
  if (template === EXAMINED) await createClone(server, quiet, EXAMINED)
  try {
    const traffic = await readTraffic(scene.plan.probing.statements)
    const nextTrial = counter()
    for (const [index, step] of steps.entries()) {
      const migration = await asMigration(scene, step, index)
      const address = { ...server, database: template }
      const root = dirname(scene.plan.spec)
      if ('sql' in step) await scanFiles(step.sql, company, { number: index + 1, address, root })
      const { outcome } = await examineStep(scene, company, {
        template,
        migration,
        number: index + 1,
        traffic,
        nextTrial,
      })
      // What comes after a migration that fails would fail for want of it.
      if (outcome !== 'completed') return index + 1
      if (index < steps.length - 1) await migration.run({ ...server, database: EXAMINED }, { signal })
    }
    return steps.length
  } finally {
    if (template === EXAMINED) await dropDatabase(server, EXAMINED)
  }
}

interface Turn {
  readonly template: string
  readonly migration: Migration
  readonly number: number
  readonly traffic: readonly TrafficStatement[]
  readonly nextTrial: () => number
}

function examineStep(scene: Scene, { journal, signal }: Company, { template, ...turn }: Turn) {
  const { probing, limits } = scene.plan
  const profile = probing.profile === null ? null : readProfile(probing.profile)
  return examineMigration({
    ...turn,
    server: onStage(scene, 'copy').database,
    database: template,
    probed: true,
    in: 'probes',
    holdMs: profile?.transactions.p99Ms ?? HOLD_MS,
    stallLimitMs: limits.accessExclusiveMs,
    // The seed has the rows that production has; where a profile says otherwise, durations there are predicted.
    fillTo: null,
    rowsInProduction: (tables) => largerInProduction(journal.read(), tables)[0]?.inProduction ?? null,
    fill: fillTables,
    record: (fact) => void journal.record(fact),
    progress: scene.progress,
    signal,
  })
}

async function asMigration(scene: Scene, step: MigrateStep, index: number): Promise<Migration> {
  const root = dirname(scene.plan.spec)
  const back = wayBackFrom(scene, index)
  const of = { name: step.label, direction: 'up', ...(back && { back }) } as const
  if ('tool' in step) {
    return {
      ...{ ...of, source: 'command', places: () => null, lockTimeoutMs: null },
      async run(address, { signal }) {
        await runCommand(scene, step.tool, `examined-${index + 1}`, signal, { at: address })
      },
    }
  }
  return {
    ...{ ...of, source: 'sql', places: await placesInFiles(step.sql, root), lockTimeoutMs: step.sql.lockTimeoutMs },
    run: (address, options) => applyOnClone(scene, step.sql, address, options),
  }
}

/** The services' own statements; none where the spec names no file. */
async function readTraffic(file: string | null): Promise<readonly TrafficStatement[]> {
  return file === null ? [] : parseTraffic(await readFile(file, 'utf8'))
}
