import { startPopulation } from '../database/fill/population.ts'
import { describe } from '../errors.ts'
import type { Notes } from './attempt.ts'
import type { Site } from './site.ts'
import type { ClimbOptions } from './stair.ts'

/** Rows of our own making in the tables that have none: what no row holds, no way down can lose. */
export interface Inhabitants {
  /** Before a stair: whatever has become empty or new gets rows. */
  settle(): Promise<void>
  /** Takes back rows that a way up refuses; whether it is worth another attempt. */
  yield(notes: Notes): Promise<boolean>
  made(table: string): boolean
  /** Moves what is to be said of a stair into its notes. */
  tell(notes: Notes): void
}

export function inhabitantsOf(site: Site, options: ClimbOptions): Inhabitants {
  if (options.rows === 0) return NOBODY
  const population = startPopulation(options.rows, options.history)
  const { signal } = options
  const quietly = { signal, progress: () => undefined }
  const refused = new Map<string, string>()
  let evicted: string[] = []
  let fillMs = 0
  return {
    async settle() {
      const startedAt = performance.now()
      const { filled, failed } = await site.change((base) => population.grow(base, quietly))
      for (const { relation } of filled) refused.delete(relation)
      for (const { relation, reason } of failed) refused.set(relation, reason)
      fillMs = performance.now() - startedAt
    },
    async yield({ failure }) {
      const gone = await site.change((base) => population.withdraw(base, failure))
      if (gone.length > 0)
        evicted.push(`${gone.join(', ')}: without rows, for the way up refuses generated ones (${describe(failure)})`)
      return gone.length > 0
    },
    made: (table) => population.made(table),
    tell(notes) {
      for (const table of notes.touched) {
        const reason = refused.get(table)
        if (reason !== undefined) notes.untested.push(`${table}: without rows, none could be generated (${reason})`)
      }
      notes.untested.push(...evicted)
      notes.times.fillMs = Math.round(fillMs)
      evicted = []
    },
  }
}

const NOBODY: Inhabitants = {
  settle: async () => undefined,
  yield: async () => false,
  made: () => false,
  tell: () => undefined,
}
