import { dbmate } from './dbmate.ts'
import { diesel } from './diesel.ts'
import { drizzle } from './drizzle.ts'
import { flyway } from './flyway.ts'
import { goose } from './goose.ts'
import { graphileMigrate } from './graphile-migrate.ts'
import type { Layout, Recognition } from './layout.ts'
import type { Listing } from './listing.ts'
import { nodePgMigrate } from './node-pg-migrate.ts'
import { numbered } from './numbered.ts'
import { prisma } from './prisma.ts'
import { sqitch } from './sqitch.ts'
import { sqlMigrate } from './sql-migrate.ts'
import { upDown } from './up-down.ts'

/** Every layout, the unmistakable ones first: a folder is the first one's that takes it. The only registration. */
export const LAYOUTS: readonly Layout[] = [
  sqitch,
  prisma,
  drizzle,
  graphileMigrate,
  diesel,
  flyway,
  dbmate,
  goose,
  sqlMigrate,
  nodePgMigrate,
  upDown,
  numbered,
]

/** Says whose migrations a folder holds, and which; null where no layout fits. */
export function recognise(listing: Listing): Recognition | null {
  for (const layout of LAYOUTS) {
    const recognition = layout.recognise(listing)
    if (recognition !== null) return recognition
  }
  return null
}
