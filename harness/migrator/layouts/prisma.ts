import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { wholeFile } from './script.ts'

const MIGRATION = /^([^/]+)\/migration\.sql$/

/** https://www.prisma.io/docs/orm/prisma-migrate: a folder per migration, in order of their names; no way down. */
export const prisma: Layout = {
  tool: 'Prisma',
  looksFor: '`migration_lock.toml`',
  recognise(listing) {
    if (!listing.files.includes('migration_lock.toml')) return null
    const folders = listing.files.flatMap((file) => MIGRATION.exec(file)?.[1] ?? [])
    const migrations = folders.map((folder) => ({
      name: join(listing.path, folder),
      up: wholeFile(listing, `${folder}/migration.sql`),
      down: null,
    }))
    return { tool: 'Prisma', because: 'migration_lock.toml', migrations }
  },
}
