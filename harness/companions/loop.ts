import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../database/session.ts'
import { sqlstateOf } from '../database/sqlstate.ts'
import { describe } from '../errors.ts'
import type { Sufferer } from '../model/facts-of-trials.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** What one session does again and again. */
export interface Rhythm {
  readonly by: Sufferer
  /** The table probed, or the statement (literals masked). */
  readonly what: string
  /** The statement itself. */
  readonly sql: string
  readonly application: string
  /** Rejects with the server's error. */
  perform(session: Session): Promise<void>
}

/** One performance: when it was sent, when it was answered, and with what error. */
export interface Beat {
  readonly fromMs: number
  readonly toMs: number
  readonly error: { readonly sqlstate: string; readonly message: string } | null
}

export interface Loop {
  readonly rhythm: Rhythm
  readonly pid: number
  readonly beats: readonly Beat[]
  /** Ends it soon: what is still unanswered then has lasted until now. */
  stop(): Promise<void>
}

/** Between an answer and the next statement. */
export const PAUSE_MS = 10

/** An answer that is on its way shall still come. */
const GRACE_MS = 100

/** After an error, so that one that repeats is not all that the server does. */
const AFTER_ERROR_MS = 50

/** Epoch ms, with fractions. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}

/** Opens a session and performs until stopped. A session that was lost ends it, with the loss as its last error. */
export async function startLoop(address: DatabaseAddress, rhythm: Rhythm): Promise<Loop> {
  const session = await connect(address, rhythm.application)
  const beats: Beat[] = []
  let stopping = false
  let pendingSince: number | null = null
  let lost: Error | null = null
  session.lost.then((error) => {
    lost = error
  })
  const run = async () => {
    while (!stopping && lost === null) {
      const fromMs = now()
      pendingSince = fromMs
      const error = await rhythm.perform(session).then(
        () => null,
        (failure: unknown) => ({ sqlstate: sqlstateOf(failure) ?? '', message: describe(failure) }),
      )
      if (pendingSince === null) return
      pendingSince = null
      beats.push({ fromMs, toMs: now(), error })
      if (error !== null) await recover(session)
      await sleep(error === null ? PAUSE_MS : AFTER_ERROR_MS)
    }
  }
  const running = run()
  return {
    rhythm,
    pid: session.pid,
    beats,
    async stop() {
      stopping = true
      await Promise.race([running, sleep(GRACE_MS)])
      if (pendingSince !== null) beats.push({ fromMs: pendingSince, toMs: now(), error: null })
      pendingSince = null
      await session[Symbol.asyncDispose]()
    },
  }
}

/** The error arrives before the server says that a block is still open, so it is told to end in any case. */
async function recover(session: Session): Promise<void> {
  await session.run('ROLLBACK').catch(() => undefined)
}
