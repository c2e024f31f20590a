import { type HeldLock, isTold, isWeak, lockKey, type Relation } from './held-lock.ts'
import type { Lookout } from './lookout.ts'

/** What one connection's transaction was seen to lock, and what the relations were when they were first seen so. */
export interface Sightings {
  /** Locks, held or waited for, that were not there when the statement before ended. */
  observe(rows: readonly HeldLock[]): Promise<readonly HeldLock[]>
  /** The statement ended with these still held. */
  remember(rows: readonly HeldLock[]): void
  /** As committed when it was first seen; null for a relation that was not, and so is new. */
  firstSight(oid: number): Relation | null
  /** Looks again, once the transaction was committed. */
  afterCommit(): Promise<Aftermath>
  /** The transaction is over. Session-level advisory locks outlive it. */
  forget(kept: readonly HeldLock[]): void
  readonly holdsAdvisory: boolean
}

export interface Aftermath {
  /** Relations that the transaction made, by id. */
  readonly made: ReadonlyMap<number, Relation>
  readonly rewritten: readonly string[]
}

export function createSightings(lookout: Lookout): Sightings {
  let known = new Map<string, HeldLock>()
  const first = new Map<number, Relation | null>()
  /** Seen anew in this transaction, not remembered from an earlier one: its relfilenode is the one before. */
  const strong = new Set<number>()

  return {
    async observe(rows) {
      const taken = rows.filter((row) => isTold(row) && !known.has(lockKey(row)))
      const relations = taken.filter(({ locktype }) => locktype === 'relation')
      const strongly = idsOf(relations.filter(({ relation, mode }) => !isWeak(mode) && !strong.has(relation)))
      const weakly = idsOf(relations).filter((oid) => !first.has(oid) && !strongly.includes(oid))
      for (const [oids, fresh] of [[strongly, true] as const, [weakly, false] as const]) {
        if (oids.length === 0) continue
        const found = await lookout.relations(oids, fresh)
        for (const oid of oids) first.set(oid, found.get(oid) ?? null)
      }
      for (const oid of strongly) strong.add(oid)
      return taken
    },
    remember(rows) {
      known = new Map(rows.map((row) => [lockKey(row), row]))
    },
    firstSight: (oid) => first.get(oid) ?? null,
    async afterCommit() {
      const again = [...first].filter(([oid, relation]) => relation === null || strong.has(oid))
      if (again.length === 0) return { made: new Map(), rewritten: [] }
      lookout.forgetRelations()
      const now = await lookout.relations(
        again.map(([oid]) => oid),
        true,
      )
      const rewritten = again.flatMap(([oid, before]) => {
        const after = now.get(oid)
        return before && after && isRewritten(before, after) ? [before.name] : []
      })
      return { made: now, rewritten }
    },
    forget(kept) {
      known = new Map(kept.filter(({ locktype }) => locktype === 'advisory').map((row) => [lockKey(row), row]))
      first.clear()
      strong.clear()
    },
    get holdsAdvisory() {
      return known.values().some(({ locktype }) => locktype === 'advisory')
    },
  }
}

/** A TOAST table is rewritten with the table that is told anyway. */
export function isRewritten(before: Relation, after: Relation): boolean {
  return before.relkind !== 't' && before.relfilenode !== 0 && before.relfilenode !== after.relfilenode
}

function idsOf(rows: readonly HeldLock[]): readonly number[] {
  return [...new Set(rows.map(({ relation }) => relation))]
}
