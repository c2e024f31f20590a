import type { Session } from '../database/session.ts'

/** Any number will do as long as every runner takes the same: the first eight bytes of sha256('fulldress migrations'). */
const MIGRATION_LOCK = '7216508293511046531'

/** One runner at a time: the second waits here, holding nothing, until the first's session ends. */
export async function holdMigrationLock(session: Session): Promise<void> {
  await session.run(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`)
}
