import { describe } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type Measured, predictDuration } from '../statistics/growth.ts'
import type { Examination } from './examination.ts'

/**
 * Goes the way back from where the migration has led on filled tables, and takes its time. Resolves to nothing where there
 * is no way back, or where it failed, which is recorded.
 */
export async function timeWayBack(
  { migration: { back }, number: migration, record, signal }: Examination,
  clone: DatabaseAddress,
  rows: number,
): Promise<readonly Measured[]> {
  if (back === undefined) return []
  const startedAt = performance.now()
  try {
    await back.run(clone, { signal })
  } catch (error) {
    signal.throwIfAborted()
    record({ kind: 'way-back.untimed', migration, steps: back.steps, reason: describe(error) })
    return []
  }
  return [{ rows, durationMs: performance.now() - startedAt }]
}

/** Two sizes predict what it takes at production's. */
export function predictWayBack(
  { migration: { back }, number: migration, record }: Examination,
  [smaller, larger]: readonly Measured[],
  rows: number,
): void {
  if (back === undefined || smaller === undefined || larger === undefined) return
  const predicted = predictDuration([smaller, larger], rows)
  if (predicted === null) return
  const { lowMs, highMs } = predicted
  record({
    ...{ kind: 'way-back.predicted', migration, steps: back.steps, rows },
    ...{ lowMs: Math.round(lowMs * 10) / 10, highMs: Math.round(highMs * 10) / 10 },
  })
}
