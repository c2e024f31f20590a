import type { EntryOf, Fact, LockParty } from '../../model/evidence.ts'
import { isStrong } from './conflicts.ts'
import type { Sample, SeenLock } from './sample.ts'

type Held = Extract<Fact, { kind: 'lock.held' }>

interface Hold {
  readonly first: SeenLock
  readonly fromMs: number
  toMs: number
  /** Strong by itself, or seen to keep somebody waiting. */
  matters: boolean
}

export interface HeldLocks {
  /** A look that saw the same as the one before. */
  look(atMs: number): void
  add(sample: Sample): void
  /** Relations whose names were not to be seen when their locks were. */
  unnamed(): readonly number[]
  facts(telling: Telling): readonly Held[]
}

export interface Telling {
  readonly act: EntryOf<'lock.held'>['act']
  readonly party: (lock: SeenLock) => LockParty
  /** Names of relations that became visible since. */
  readonly names: ReadonlyMap<number, string>
}

/** Folds granted relation locks over the transactions that hold them. */
export function foldHeld(): HeldLocks {
  const holds = new Map<string, Hold>()
  let standing: readonly Hold[] = []
  let lastMs = 0
  const settle = () => {
    for (const hold of standing) hold.toMs = lastMs
  }
  return {
    look(atMs) {
      lastMs = atMs
    },
    add({ atMs, locks }) {
      settle()
      lastMs = atMs
      standing = locks.filter(isOwnRelation).map((lock) => {
        const key = `${lock.pid} ${lock.transaction} ${lock.relation?.oid} ${lock.mode}`
        const hold = holds.get(key) ?? { first: lock, fromMs: atMs, toMs: atMs, matters: false }
        hold.matters ||= isStrong(lock.mode) || standsInTheWay(lock, locks)
        hold.toMs = atMs
        holds.set(key, hold)
        return hold
      })
    },
    unnamed: () => [
      ...new Set(
        [...holds.values()].flatMap(({ first: { relation } }) => (relation?.name === null ? [relation.oid] : [])),
      ),
    ],
    facts(telling) {
      settle()
      return [...holds.values()].filter(({ matters }) => matters).flatMap((hold) => tell(hold, telling))
    },
  }
}

/** What a parallel worker locks, its leader has locked before. */
function isOwnRelation({ granted, type, relation, backendType }: SeenLock): boolean {
  return granted && type === 'relation' && relation !== null && backendType !== 'parallel worker'
}

/** Whether somebody waits for what this lock holds. */
export function standsInTheWay(lock: SeenLock, locks: readonly SeenLock[]): boolean {
  if (!lock.granted) return false
  return locks.some(
    ({ granted, target, blockers }) => !granted && target === lock.target && blockers.includes(lock.pid),
  )
}

function tell({ first, fromMs, toMs }: Hold, { act, party, names }: Telling): readonly Held[] {
  const { relation, mode, transaction } = first
  const holder = party(first)
  // TOAST tables are locked along with their tables.
  if (holder.role !== 'migration' || relation === null || relation.kind === 't') return []
  const name = relation.name ?? names.get(relation.oid)
  // Neither then nor since: an intermediate relation of a rewrite, or of a transaction that was rolled back.
  if (name === undefined) return []
  const inUse = relation.name !== null && !relation.temporary
  const held = (one: string): Held => ({
    kind: 'lock.held',
    act,
    relation: one,
    mode,
    holder,
    transaction,
    fromMs,
    toMs,
    inUse,
  })
  // Planning any statement on a table opens all its indexes, so an index that is locked away locks the table away.
  const table = inUse && mode === 'AccessExclusiveLock' ? relation.indexed : null
  return table === null ? [held(name)] : [held(name), held(table)]
}
