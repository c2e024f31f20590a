import { sequencesBehind } from '../database/sequences.ts'
import type { SequenceBehind } from '../model/facts-of-comparison.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Look } from './attempt.ts'

/**
 * Sequences that hand out a number which their column holds, after the way down and not before the way up. Read only where
 * one stands elsewhere than before: columns are asked for their maximum, which without an index reads the table.
 */
export async function sequencesSetBack(
  [before, after]: readonly [Look, Look],
  [base, copy]: readonly [DatabaseAddress, DatabaseAddress],
): Promise<readonly SequenceBehind[]> {
  const [was, is] = [before.marks.sequences, after.marks.sequences]
  if ([...is].every(([name, position]) => was.get(name) === position)) return []
  const behind = await sequencesBehind(copy)
  if (behind.length === 0) return []
  const already = new Set((await sequencesBehind(base)).map(({ sequence }) => sequence))
  return behind.filter(({ sequence }) => !already.has(sequence))
}
