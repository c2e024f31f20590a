import type { Fact } from '../model/evidence.ts'
import { culpritOf } from './culprit.ts'
import type { Beat, Loop } from './loop.ts'
import type { Script } from './script.ts'

type Harm = Extract<Fact, { kind: 'harm.felt' }>

export interface Suffered {
  readonly trial: number
  readonly loops: readonly Pick<Loop, 'rhythm' | 'beats'>[]
  readonly script: Script
  /** The migration's first attempt began, and its last one ended. */
  readonly fromMs: number
  readonly toMs: number
}

/** Errors that were met during or after the migration, and not before it. */
export function harmOf({ trial, loops, script, fromMs, toMs }: Suffered): readonly Harm[] {
  return loops.flatMap(({ rhythm, beats }) => {
    const usual = new Set(beats.filter((beat) => beat.toMs <= fromMs).flatMap(stateOf))
    const harms = new Map<string, Harm>()
    for (const beat of beats) {
      if (beat.error === null || beat.toMs <= fromMs || usual.has(beat.error.sqlstate)) continue
      const { sqlstate, message } = beat.error
      const when = beat.toMs <= toMs ? 'during' : 'after'
      const known = harms.get(`${when} ${sqlstate}`)
      const place = culpritOf(script, { message, sql: rhythm.sql })?.place ?? null
      harms.set(`${when} ${sqlstate}`, {
        ...(known ?? { kind: 'harm.felt', trial, by: rhythm.by, what: rhythm.what, sqlstate, message, when, place }),
        times: (known?.times ?? 0) + 1,
      })
    }
    return [...harms.values()]
  })
}

function stateOf({ error }: Beat): readonly string[] {
  return error === null ? [] : [error.sqlstate]
}
