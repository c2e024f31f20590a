import type { Examination } from '../../../harness/companions/examination.ts'
import { examineMigration } from '../../../harness/companions/examine.ts'
import type { Migration } from '../../../harness/companions/migration.ts'
import { parseTraffic } from '../../../harness/companions/traffic-file.ts'
import { fillTables } from '../../../harness/database/fill/fill.ts'
import { connect } from '../../../harness/database/session.ts'
import { applyScripts } from '../../../harness/migrator/apply.ts'
import type { Fact } from '../../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { readyParser } from '../../../harness/sql/parse.ts'
import { placesOf } from '../../../harness/sql/places.ts'

export const FILE = 'migration.sql'

/** A file of SQL as a migration. */
export function sqlMigration(text: string): Migration {
  return {
    ...{ name: FILE, source: 'sql', direction: 'up', lockTimeoutMs: null },
    places: placesOf([{ name: FILE, text }]),
    run: (address, { signal, attendant }) =>
      applyScripts([{ file: FILE, text, transaction: true }], {
        ...{ address, lockTimeoutMs: null, attendant, timeoutMs: 60_000, progress: () => undefined, signal },
      }),
  }
}

export interface Case {
  readonly base: string
  readonly migration: string
  readonly traffic?: string
  readonly examination?: Partial<Examination>
}

/** Examines a migration on a database that is made for it, and returns what was recorded. */
export async function examined(address: DatabaseAddress, given: Case): Promise<readonly Fact[]> {
  await readyParser()
  {
    await using session = await connect(address, 'test')
    await session.run(given.base)
  }
  const facts: Fact[] = []
  let trials = 0
  await examineMigration({
    ...{ server: { ...address, database: 'postgres' }, database: address.database, number: 1 },
    ...{ migration: sqlMigration(given.migration), probed: true, in: 'locks', holdMs: 1_500, stallLimitMs: 500 },
    ...{ traffic: parseTraffic(given.traffic ?? ''), fillTo: null, fill: fillTables },
    ...{ record: (fact) => void facts.push(fact), progress: () => undefined, signal: new AbortController().signal },
    nextTrial: () => ++trials,
    ...given.examination,
  })
  return facts
}

export function factsOf<K extends Fact['kind']>(
  facts: readonly Fact[],
  kind: K,
): readonly Extract<Fact, { kind: K }>[] {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
}
