import { connect } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** Others on the server, and ourselves between trials. */
const RESERVED = 15

/** More sessions that ask every 10 ms than this, and two cores would measure themselves. */
const MOST_AT_ONCE = 72

/** Sessions that trials may open at once on this server. */
export async function roomFor(server: DatabaseAddress): Promise<number> {
  await using session = await connect(server, 'fulldress')
  const [row] = await session.query<{ free: number }>(
    `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
            - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS free`,
  )
  return Math.max(1, Math.min(MOST_AT_ONCE, (row?.free ?? 0) - RESERVED))
}

/** Parts work into waves that fit, in its order; what does not fit even alone gets a wave of its own. */
export function wavesOf<T extends { readonly sessions: number }>(work: readonly T[], room: number): readonly T[][] {
  const waves: T[][] = []
  for (const one of work) {
    const last = waves.at(-1)
    const taken = last?.reduce((sum, { sessions }) => sum + sessions, 0) ?? 0
    if (last !== undefined && taken + one.sessions <= room) last.push(one)
    else waves.push([one])
  }
  return waves
}
