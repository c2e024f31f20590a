import type { DescentFact } from '../model/facts-of-descent.ts'
import type { Guilty } from '../model/facts-of-stairway.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type DescentOptions, descend } from './direct.ts'
import type { Stair } from './stair.ts'

/**
 * Whose way down, of those of a group, is to blame that the group as a whole does not restore: the one that makes the
 * first failure, else those that left what is not as it was at the bottom. Empty where the group restores this time.
 */
export async function blame(
  steps: readonly Stair[],
  ground: DatabaseAddress,
  { tables, progress, signal }: Required<Pick<DescentOptions, 'tables' | 'progress' | 'signal'>>,
): Promise<readonly Guilty[]> {
  const stops: Extract<DescentFact, { kind: 'descent.stopped' }>[] = []
  const record: DescentOptions['record'] = (fact) => {
    if (fact.kind === 'descent.stopped') stops.push(fact)
  }
  await descend(steps, ground, { tables, record, progress, signal })
  const failed = stops.find(({ verdict }) => verdict === 'down-fails')
  if (failed !== undefined) {
    const { guilty, name, subject, error } = failed
    return [{ ...(guilty ?? { name, subject }), left: [`${name} fails on its way down: ${error?.message ?? ''}`] }]
  }
  const bottom = stops.at(-1)?.differences ?? []
  const names = [...new Set(bottom.map(({ leftBy }) => leftBy))]
  return steps
    .filter(({ name }) => names.includes(name))
    .map(({ name, subject }) => ({
      name,
      subject,
      left: bottom.filter(({ leftBy }) => leftBy === name).map(({ object, change }) => `${object} ${change}`),
    }))
}
