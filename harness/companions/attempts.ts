import { setTimeout as sleep } from 'node:timers/promises'
import { SQLSTATE, sqlstateOf } from '../database/sqlstate.ts'
import { describe } from '../errors.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { Place } from '../model/facts-of-trials.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { now } from './loop.ts'
import type { Migration, MigrationError, RunOptions } from './migration.ts'

export type Attempt = EntryOf<'trial.ended'>['attempts'][number]

export interface Attempted {
  readonly outcome: EntryOf<'trial.ended'>['outcome']
  readonly attempts: readonly Attempt[]
}

export interface AttemptOptions {
  readonly migration: Migration
  readonly address: DatabaseAddress
  readonly signal: AbortSignal
  readonly attendant?: RunOptions['attendant']
  /** After this it is ended, and has failed. */
  readonly limitMs: number
  /** How often it is tried at most. */
  readonly tries: number
  /** Gets those out of the way for whom it gave up, before it is tried again. */
  readonly makeWay: () => Promise<void>
}

/** It gave up rather than failed: the same run may succeed later. */
const GAVE_UP: ReadonlySet<string> = new Set([
  SQLSTATE.lockNotAvailable,
  SQLSTATE.deadlockDetected,
  SQLSTATE.serializationFailure,
  SQLSTATE.queryCanceled,
])

/** What an error of the first attempt makes of it. */
export function outcomeOf(sqlstate: string): 'failed' | 'gave-up' {
  return GAVE_UP.has(sqlstate) ? 'gave-up' : 'failed'
}

/** Runs a migration from its start, again while it only gave up. Rejects when the operator interrupts. */
export async function attempt(options: AttemptOptions): Promise<Attempted> {
  const { signal, tries, makeWay } = options
  const attempts: Attempt[] = []
  for (let tried = 1; ; tried++) {
    const startedAt = now()
    const error = await once(options)
    signal.throwIfAborted()
    attempts.push({ startedAt: Math.round(startedAt), endedAt: Math.round(now()), error })
    if (error === null) return { outcome: 'completed', attempts }
    const outcome = outcomeOf(error.sqlstate)
    if (outcome === 'failed' && attempts.length === 1) return { outcome, attempts }
    if (outcome === 'failed' || tried >= tries) return { outcome: 'gave-up', attempts }
    await makeWay()
  }
}

/** A tool that does not end when it is told to must not keep us either. */
const LEAVE_MS = 5_000

async function once({ migration, address, signal, attendant, limitMs }: AttemptOptions): Promise<Attempt['error']> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), limitMs)
  const either = AbortSignal.any([signal, limit.signal])
  const abandoned = new Promise<never>((_, reject) => {
    either.addEventListener('abort', () => {
      sleep(LEAVE_MS, undefined, { ref: false }).then(() => reject(new Error('it did not end when told to')))
    })
  })
  abandoned.catch(() => undefined)
  try {
    const run = migration.run(address, { signal: either, ...(attendant === undefined ? {} : { attendant }) })
    await Promise.race([run, abandoned])
    return null
  } catch (error) {
    if (limit.signal.aborted) {
      const message = `expected it to end within ${Math.round(limitMs / 1_000)} s; it was still running and was ended`
      return { sqlstate: '', message, place: placeOf(error) }
    }
    return { sqlstate: stateOf(error), message: describe(error), place: placeOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** Tools tell of the server's error in words of their own, or in its. */
const TOLD: readonly (readonly [RegExp, string])[] = [
  [/\b55P03\b|due to lock timeout|could not obtain lock/i, SQLSTATE.lockNotAvailable],
  [/\b40P01\b|deadlock detected/i, SQLSTATE.deadlockDetected],
  [/\b57014\b|due to statement timeout/i, SQLSTATE.queryCanceled],
  [/\b40001\b|could not serialize access/i, SQLSTATE.serializationFailure],
]

function stateOf(error: unknown): string {
  const said = (error as MigrationError).sqlstate
  const known = said === undefined || said === '' ? sqlstateOf(error) : said
  return known ?? TOLD.find(([words]) => words.test(describe(error)))?.[1] ?? ''
}

function placeOf(error: unknown): Place | null {
  const { place } = error as MigrationError
  if (place !== undefined) return place
  const [, file, line] = /^([^\n:]+):(\d+): /.exec(describe(error)) ?? []
  return file === undefined ? null : { file, line: Number(line) }
}
