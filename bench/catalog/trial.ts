import { type Catalog, columnOrderDifferences, compareCatalogs, digestCatalog } from '../../harness/database/catalog.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import type { TestServer } from '../../test/live/postgres.ts'
import type { Difference } from './differences/difference.ts'
import { onClone } from './ground.ts'

export interface Seen {
  /** Objects that differ by the digest. */
  readonly objects: readonly string[]
  /** Tables whose columns stand in another order, and nothing else. */
  readonly moved: readonly string[]
  /** Whether pg_dump's text differs; null where nobody asked. */
  readonly dumpDiffers: boolean | null
}

interface Picture {
  readonly catalog: Catalog
  readonly dump: string | null
}

export interface Trials {
  try(difference: Difference): Promise<Seen>
}

/** Takes the base's digest, and its dump where there is a pg_dump, to hold every difference against. */
export async function prepareTrials(
  server: TestServer,
  dump?: (address: DatabaseAddress) => Promise<string>,
): Promise<Trials> {
  const from = server.address.database
  const look = async (address: DatabaseAddress): Promise<Picture> => {
    const [catalog, text] = await Promise.all([digestCatalog(address), dump?.(address)])
    return { catalog, dump: text ?? null }
  }
  // A copy has not the settings of its template, which are the server's: so another copy is what it is held against.
  const base = await onClone(server, from, look)
  return {
    try: ({ before, statement, undo = '' }) =>
      onClone(server, from, async (address) => {
        const run = async (sql: string) => {
          await using session = await server.session(address)
          await session.run(sql.replaceAll(':name', address.database))
        }
        if (before !== undefined) await run(before)
        try {
          const earlier = before === undefined ? base : await look(address)
          await run(statement)
          const later = await look(address)
          const dumpDiffers = later.dump === null ? null : earlier.dump !== later.dump
          return { ...seen(earlier.catalog, later.catalog), dumpDiffers }
        } finally {
          if (undo !== '') await run(undo)
        }
      }),
  }
}

function seen(before: Catalog, after: Catalog) {
  const objects = compareCatalogs(before, after).map(({ object }) => object)
  if ((objects.length === 0) !== (before.sha256 === after.sha256)) objects.push('the digest contradicts the comparison')
  return { objects, moved: columnOrderDifferences(before, after).map(({ table }) => table) }
}

/** What is wrong with what was seen, in a sentence; nothing where it is as it must be. */
export function complaintOf({ statement, object, orderOnly }: Difference, { objects, moved, dumpDiffers }: Seen) {
  const sees = objects.length > 0 || moved.length > 0
  if (!sees) return `${dumpDiffers ? 'pg_dump sees it, the digest does not' : 'nobody sees it'}: ${statement}`
  if (orderOnly && objects.length > 0) return `named ${objects.join(', ')} where only columns moved: ${statement}`
  const named = orderOnly ? moved : objects
  return named.includes(object) ? null : `${object} is not among ${named.join(', ')}: ${statement}`
}
