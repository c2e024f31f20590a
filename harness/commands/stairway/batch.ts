import { readToolHistory, type ToolHistory } from '../../database/tool-history.ts'
import type { Flight, Stair } from '../../stairway/stair.ts'

/** Both ways of a tool's commands. */
export interface Flights {
  readonly up: Flight
  readonly down: Flight | null
}

/**
 * Makes one step of what a way up brings at once, as the tool's history counts it: a batch. Where the command that goes
 * down takes one migration at a time, it is repeated until the history is as long as before; one that takes back the
 * whole batch is done after the first time, and so is one that takes nothing back. `history` is one that no name tells.
 */
export function byBatch({ up, down }: Flights, history?: string): Flights & Pick<Stair, 'atOnce'> {
  let batch: ToolHistory = new Map()
  let first: ToolHistory | null = null
  return {
    atOnce: () => [...(first ?? [])].map(([table, rows]) => `${rows} migrations at once, as ${table} counts them`),
    async up(address, options) {
      const before = await readToolHistory(address, history)
      await up(address, options)
      batch = severalMore(before, await readToolHistory(address, history))
      // A second way up brings nothing where the way down took nothing back.
      first ??= batch
    },
    down:
      down &&
      (async (address, options) => {
        const upgraded = await readToolHistory(address, history)
        const wanted = (table: string) => (upgraded.get(table) ?? 0) - (batch.get(table) ?? 0)
        let now = upgraded
        for (;;) {
          await down(address, options)
          const [last, next] = [now, await readToolHistory(address, history)]
          const underWay = (table: string) => {
            const left = next.get(table) ?? 0
            return left < (last.get(table) ?? 0) && left > wanted(table)
          }
          if (![...batch.keys()].some(underWay)) return
          now = next
        }
      }),
  }
}

/** Tables with at least two rows more than before: a lock or a version of its own is a single row. */
function severalMore(before: ToolHistory, after: ToolHistory): ToolHistory {
  const more = [...after].map(([table, rows]) => [table, rows - (before.get(table) ?? 0)] as const)
  return new Map(more.filter(([, rows]) => rows > 1))
}
