import type { DatabaseAddress } from '../../model/stage.ts'
import type { HeldLock, Relation } from './held-lock.ts'
import { type Habits, openSideSession, type SideSession } from './side-session.ts'

/** Looks at one database for all connections to it. */
export interface Lookout {
  /** Relation and advisory locks that a backend holds or waits for; backends asked for at the same moment share one reading. */
  locks(pid: number): Promise<readonly HeldLock[]>
  /** Committed relations by id; unless `fresh`, names may be remembered from an earlier question. */
  relations(oids: readonly number[], fresh: boolean): Promise<ReadonlyMap<number, Relation>>
  /** A transaction may have renamed or replaced some. */
  forgetRelations(): void
  files(): Promise<readonly Relation[]>
  parses(text: string): Promise<boolean>
  habits(): Promise<Habits>
  /** A client's statement may have changed them. */
  forgetHabits(): void
  /** Leaves the database to its clients alone, until something is asked again. */
  withdraw(): Promise<void>
}

export function createLookout(address: DatabaseAddress): Lookout {
  let opening: Promise<SideSession> | null = null
  let habits: Promise<Habits> | null = null
  let asked: { readonly pid: number; readonly resolve: (locks: Promise<readonly HeldLock[]>) => void }[] = []
  let reading = false
  const names = new Map<number, Relation>()

  const side = () => {
    if (opening) return opening
    const opened = openSideSession(address)
    opening = opened
    const forget = () => {
      if (opening === opened) opening = null
    }
    // A migration may end every session but its own; the next question opens another.
    opened.then(({ session }) => session.lost.then(forget), forget)
    return opened
  }

  const readAll = async () => {
    reading = true
    while (asked.length > 0) {
      const batch = asked
      asked = []
      const answer = side().then((session) => session.locks([...new Set(batch.map(({ pid }) => pid))]))
      for (const { pid, resolve } of batch) resolve(answer.then((rows) => rows.filter((row) => row.pid === pid)))
      await answer.catch(() => undefined)
    }
    reading = false
  }

  return {
    locks: (pid) =>
      new Promise((resolve) => {
        asked.push({ pid, resolve })
        if (!reading) void readAll()
      }),
    async relations(oids, fresh) {
      const unknown = fresh ? oids : oids.filter((oid) => !names.has(oid))
      if (unknown.length > 0) {
        for (const oid of unknown) names.delete(oid)
        for (const relation of await (await side()).relations(unknown)) names.set(relation.oid, relation)
      }
      return new Map(oids.flatMap((oid) => (names.has(oid) ? [[oid, names.get(oid) as Relation] as const] : [])))
    },
    forgetRelations: () => names.clear(),
    files: async () => (await side()).files(),
    parses: async (text) => (await side()).parses(text),
    habits: () => {
      habits ??= side().then((session) => session.habits())
      habits.catch(() => (habits = null))
      return habits
    },
    forgetHabits: () => {
      habits = null
    },
    async withdraw() {
      const leaving = opening
      opening = null
      await leaving?.then((session) => session[Symbol.asyncDispose]()).catch(() => undefined)
    },
  }
}
