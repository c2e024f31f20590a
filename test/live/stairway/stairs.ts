import { applyScripts } from '../../../harness/migrator/apply.ts'
import type { Script } from '../../../harness/migrator/layouts/layout.ts'
import { type Entry, entriesOf, type Fact } from '../../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { climb } from '../../../harness/stairway/climb.ts'
import type { ClimbOptions, Flight, Stair } from '../../../harness/stairway/stair.ts'

/** A stair of two texts; none for one without a way down. */
export function stairOf(
  name: string,
  up: string,
  down: string | null,
  transaction: Script['transaction'] = true,
): Stair {
  return {
    name: `${name}.up.sql`,
    subject: down === null ? `${name}.up.sql` : `${name}.down.sql`,
    files: [`${name}.up.sql`, ...(down === null ? [] : [`${name}.down.sql`])],
    up: flight({ file: `${name}.up.sql`, text: up, transaction }),
    down: down === null ? null : flight({ file: `${name}.down.sql`, text: down, transaction }),
  }
}

function flight(script: Script): Flight {
  return (address, { signal }) =>
    applyScripts([script], {
      ...{ address, lockTimeoutMs: null, timeoutMs: 60_000 },
      progress: () => undefined,
      signal,
    })
}

/** Climbs and returns what was recorded. */
export async function climbed(
  stairs: Iterable<Stair>,
  ground: DatabaseAddress,
  more: Partial<ClimbOptions> = {},
): Promise<readonly Entry[]> {
  const facts: Fact[] = []
  await climb(stairs, ground, {
    ...{ rows: 0, atOnce: 2, progress: () => undefined, signal: new AbortController().signal },
    ...more,
    record: (fact) => void facts.push(fact),
  })
  return facts.map((fact, index): Entry => ({ ...fact, seq: index + 1, at: '' }))
}

export const stairsIn = (entries: readonly Entry[]) => entriesOf(entries, 'stair.climbed')
