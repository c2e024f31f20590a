import type { Session } from '../database/session.ts'
import { maskLiterals } from '../sql/mask.ts'
import type { Rhythm } from './loop.ts'
import type { Target } from './targets.ts'
import type { TrafficStatement } from './traffic-file.ts'

export const APPLICATIONS = {
  read: 'fulldress-probe-read',
  write: 'fulldress-probe-write',
  traffic: 'fulldress-traffic',
  companion: 'fulldress-companion',
} as const

/** A light read of each relation, and a write of each table that is taken back. */
export function probesOf(targets: readonly Target[]): readonly Rhythm[] {
  return targets.flatMap(({ relation, sql, relkind, write }) => {
    // A view may be long to compute; its lock is all that matters here.
    const read = `SELECT 1 FROM ${sql} LIMIT ${relkind === 'v' || relkind === 'f' ? 0 : 1}`
    const reading: Rhythm = {
      ...{ by: 'probe-read', what: relation, sql: read, application: APPLICATIONS.read },
      perform: (session) => session.run(read),
    }
    if (write === null) return [reading]
    const writing: Rhythm = {
      ...{ by: 'probe-write', what: relation, sql: write, application: APPLICATIONS.write },
      perform: (session) => session.run(takenBack(write)),
    }
    return [reading, writing]
  })
}

/** The application's own statements; whatever they write is taken back. */
export function trafficRhythms(traffic: readonly TrafficStatement[]): readonly Rhythm[] {
  return traffic.map(({ text, prepared, line }) => ({
    ...{ by: 'traffic', what: maskLiterals(text), sql: text, application: APPLICATIONS.traffic },
    async perform(session) {
      if (!prepared) return session.run(takenBack(text))
      await session.run('BEGIN')
      await session.query(text, [], `traffic_${line}`)
      await session.run('ROLLBACK')
    },
  }))
}

/** A client that prepared `SELECT *` once and keeps on using it, as drivers do behind the application's back. */
export function preparedReads(targets: readonly Target[]): readonly Rhythm[] {
  return targets
    .filter(({ relkind }) => relkind !== 'f' && relkind !== 'S')
    .map(({ relation, sql, relkind }) => {
      const text = `SELECT * FROM ${sql} LIMIT ${relkind === 'v' ? 0 : 1}`
      return {
        ...{ by: 'companion', what: `prepared SELECT * FROM ${relation}`, sql: text },
        application: APPLICATIONS.companion,
        async perform(session: Session) {
          await session.query(text, [], `prepared_${relation}`)
        },
      }
    })
}

/** One message, so that what is measured is one wait: the three are sent together. */
function takenBack(sql: string): string {
  return `BEGIN; ${sql}; ROLLBACK`
}
