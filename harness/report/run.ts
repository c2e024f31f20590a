import type { ActName, ActStatus } from '../model/act.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { WayName } from '../model/step.ts'

/** What every report says about the run itself. */
export interface RunFacts {
  readonly rehearsal: string
  readonly runtime: string
  /** `postgres 17.10`; empty where none was started. */
  readonly database: readonly string[]
  /** What this runtime cannot show that another could, one sentence each. */
  readonly weaker: readonly string[]
  /** null where the journal names none, as older ones do. */
  readonly back: { readonly way: WayName; readonly pointOfNoReturn: string } | null
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** To the last entry where the journal stops early. */
  readonly durationMs: number
  readonly acts: readonly {
    readonly name: ActName
    readonly status: ActStatus
    readonly durationMs: number
    readonly summary: string
  }[]
}

/** Reads the run's own facts from its journal, however early that stops. */
export function runFactsOf(entries: readonly Entry[]): RunFacts {
  const [started] = entriesOf(entries, 'rehearsal.started')
  const [locks] = entriesOf(entries, 'locks.started')
  const [stairway] = entriesOf(entries, 'stairway.started')
  const itself = started ?? locks ?? stairway
  const ended = entriesOf(
    entries,
    started === undefined ? (locks === undefined ? 'stairway.ended' : 'locks.ended') : 'rehearsal.ended',
  )[0]
  const [from, to] = [entries.at(0)?.at ?? '', entries.at(-1)?.at ?? '']
  return {
    rehearsal: started?.rehearsal ?? locks?.name ?? stairway?.name ?? 'unknown',
    runtime: itself?.runtime ?? 'unknown',
    database: entriesOf(entries, 'stage.database').map(({ version }) => `postgres ${version}`),
    weaker: itself?.weaker ?? [],
    back:
      started?.pointOfNoReturn === undefined
        ? null
        : { way: started.wayBack, pointOfNoReturn: started.pointOfNoReturn },
    startedAt: from,
    durationMs: ended?.durationMs ?? (from === '' ? 0 : Math.max(0, Date.parse(to) - Date.parse(from))),
    acts: entriesOf(entries, 'act.ended').map(({ act, status, durationMs, summary }) => ({
      name: act,
      status,
      durationMs: Math.round(durationMs),
      summary,
    })),
  }
}
