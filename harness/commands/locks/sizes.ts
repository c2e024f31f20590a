import type { Fill } from '../../companions/examination.ts'
import { fillTables } from '../../database/fill/fill.ts'
import type { ProductionProfile } from '../../database/profile/profile.ts'

export interface Sizes {
  /** Rows of production's largest table, where they are known. */
  readonly rows: number | null
  readonly fill: Fill
}

/** `--rows` fills all tables alike; a profile of production fills each in proportion to what it has there. */
export function sizesFor(rows: number | null, profile: ProductionProfile | null): Sizes {
  const known = new Map(
    profile?.tables.flatMap(({ table, rows }) => (rows === null ? [] : [[table, rows] as const])) ?? [],
  )
  const largest = Math.max(0, ...known.values())
  if (rows !== null || largest === 0) return { rows, fill: fillTables }
  return {
    rows: largest,
    fill: (address, tables, wanted, options) => inProportion(address, tables, { wanted, options }),
  }

  async function inProportion(
    address: Parameters<Fill>[0],
    tables: readonly string[],
    { wanted, options }: { readonly wanted: number; readonly options: Parameters<Fill>[3] },
  ): ReturnType<Fill> {
    const outcomes = []
    for (const table of tables) {
      const share = (known.get(table) ?? largest) / largest
      outcomes.push(await fillTables(address, [table], Math.max(1, Math.round(wanted * share)), options))
    }
    return {
      filled: outcomes.flatMap(({ filled }) => filled),
      failed: outcomes.flatMap(({ failed }) => failed),
    }
  }
}
