import { createClone, dropDatabase } from '../../harness/database/clone.ts'
import { readMarks, touchedTables } from '../../harness/database/marks.ts'
import { digestRows } from '../../harness/database/rows.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import type { Stair } from '../../harness/stairway/stair.ts'

export interface Floor {
  readonly copyMs: number
  readonly flightsMs: number
  readonly digestMs: number
  readonly totalMs: number
}

/**
 * What fifty migrations cost by themselves: of each, one copy of the database, up, down, up again, and a digest of the
 * tables that it touched, before and after. Nothing else is counted: not what finds out which they are, nor the copy's
 * going.
 */
export async function measureFloor(stairs: readonly Stair[], ground: DatabaseAddress): Promise<Floor> {
  const [base, copy] = ['fulldress_floor_base', 'fulldress_floor_copy'].map((database) => ({ ...ground, database }))
  if (base === undefined || copy === undefined) throw new Error('expected two names')
  const sums = { copyMs: 0, flightsMs: 0, digestMs: 0 }
  const timed = async <T>(which: keyof typeof sums, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now()
    const result = await work()
    sums[which] += performance.now() - startedAt
    return result
  }
  const signal = new AbortController().signal
  await createClone(ground, ground.database, base.database)
  for (const { up, down } of stairs) {
    await timed('copyMs', () => createClone(ground, base.database, copy.database))
    const before = await readMarks(base)
    await timed('flightsMs', () => up(base, { signal }))
    await timed('flightsMs', async () => down?.(base, { signal }))
    const tables = touchedTables(before, [await readMarks(base)])
    await timed('digestMs', async () => {
      if (tables.length === 0) return
      const earlier = await digestRows(copy, undefined, { tables })
      await digestRows(base, earlier, { tables })
    })
    await timed('flightsMs', () => up(base, { signal }))
    await dropDatabase(ground, copy.database)
  }
  await dropDatabase(ground, base.database)
  return { ...sums, totalMs: sums.copyMs + sums.flightsMs + sums.digestMs }
}
