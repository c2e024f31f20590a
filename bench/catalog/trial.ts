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

type Dump = (address: DatabaseAddress) => Promise<string>

/** Makes one difference on a copy of the base and takes both digests, and both dumps where there is a pg_dump. */
export async function tryDifference(server: TestServer, difference: Difference, dump?: Dump): Promise<Seen> {
  return onClone(server, server.address.database, async (address) => {
    const named = (sql: string) => sql.replaceAll(':name', address.database)
    const run = async (sql: string) => {
      await using session = await server.session(address)
      await session.run(named(sql))
    }
    if (difference.before !== undefined) await run(difference.before)
    try {
      const before = await Promise.all([digestCatalog(address), dump?.(address)])
      await run(difference.statement)
      const after = await Promise.all([digestCatalog(address), dump?.(address)])
      return { ...seen(before[0], after[0]), dumpDiffers: dump === undefined ? null : before[1] !== after[1] }
    } finally {
      if (difference.undo !== undefined) await run(difference.undo)
    }
  })
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
