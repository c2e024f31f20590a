import type { ProductionProfile } from '../../database/profile/profile.ts'
import { giveSettings } from '../../database/profile/settings.ts'
import { connect } from '../../database/session.ts'
import { applyBase } from '../../migrator/base.ts'
import type { Ground } from './server.ts'

export interface Preparation {
  readonly profile: ProductionProfile | null
  /** Files of SQL that are applied first, in this order. */
  readonly base: readonly string[] | undefined
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** Gives the database production's settings, and the schema and rows that migrations begin from. */
export async function prepareGround(
  { address, runtime }: Ground,
  { profile, base, progress, signal }: Preparation,
): Promise<void> {
  if (profile !== null) {
    const given = Object.entries(await giveSettings(address, profile)).map(([name, value]) => `${name} ${value}`)
    progress(`production's settings: ${given.join(', ') || 'none'}`)
  }
  if (base === undefined) return
  const makeRoles = runtime !== 'database'
  for (const file of base) await applyBase({ address, file, makeRoles, progress, signal })
  await using session = await connect(address, 'fulldress')
  // Autovacuum would have been here by now; without statistics plans are those of empty tables.
  await session.run('VACUUM ANALYZE')
}
