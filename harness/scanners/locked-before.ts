import { locksOf, stopsWrites } from '../sql/lock.ts'
import type { Node } from '../sql/node.ts'
import type { Script, Step } from '../sql/script.ts'

export interface StrongLock {
  readonly relation: string | null
  readonly mode: string
}

/** Locks of a step, and of the functions that it calls, that keep at least writers from a relation in use. */
export function strongLocks(script: Script, step: Step): readonly StrongLock[] {
  return [step.tree, ...step.called.map(({ tree }) => tree)].flatMap((tree) => strongLocksOf(script, step, tree))
}

/** Those of one tree: the step's own, or of a function that it calls. */
export function strongLocksOf(script: Script, step: Step, tree: Node): readonly StrongLock[] {
  return locksOf(tree)
    .filter(({ relation, mode }) => stopsWrites(mode) && !(relation !== null && script.isNew(relation, step)))
    .map(({ relation, mode }) => ({ relation: relation?.includes('"?"') ? null : relation, mode }))
}

/** Such a lock that an earlier statement of the same transaction took, and that is still held; null for none. */
export function lockedBefore(script: Script, step: Step): StrongLock | null {
  if (!step.inBlock) return null
  const earlier = script.steps.slice(0, script.steps.indexOf(step))
  for (const one of earlier.filter(({ transaction }) => transaction === step.transaction)) {
    const [lock] = strongLocks(script, one)
    if (lock !== undefined) return lock
  }
  return null
}
