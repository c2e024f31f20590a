import { LOCK_MODES } from '../../harness/model/lock-mode.ts'
import type { Lock } from './seen.ts'

/** Where the strongest lock on a relation is not the one that the documentation names, one sentence each. */
export function misdocumented(documented: Readonly<Record<string, string>>, locks: readonly Lock[]): readonly string[] {
  return Object.entries(documented).flatMap(([relation, mode]) => {
    const strongest = strongestOn(relation, locks)
    return strongest === mode ? [] : [`documented ${mode} on ${relation}, found ${strongest ?? 'nothing'}`]
  })
}

function strongestOn(relation: string, locks: readonly Lock[]): string | undefined {
  const modes: readonly string[] = LOCK_MODES
  return locks
    .filter((lock) => lock.relation === relation)
    .map(({ mode }) => mode)
    .toSorted((one, other) => modes.indexOf(other) - modes.indexOf(one))[0]
}
