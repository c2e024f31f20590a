import { connect, type Session } from '../database/session.ts'
import type { FilesOptions } from './files-options.ts'

export interface Deadline extends Disposable {
  /** Aborted by either. */
  readonly signal: AbortSignal
  /** Throws once the time is up or the operator interrupted. */
  check(): void
  /** Cancels whatever the session is doing when the time is up, until disposed. */
  cancels(session: Session): Disposable
  /** Runs work; a failure that the deadline caused is told as such. */
  explain(work: () => Promise<void>): Promise<void>
}

/** The end of a step's patience: its time-out, or the abort signal. */
export function deadlineFor({ sql, signal, address }: Pick<FilesOptions, 'sql' | 'signal' | 'address'>): Deadline {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), sql.timeoutMs)
  const either = AbortSignal.any([signal, timeout.signal])
  const reason = () =>
    signal.aborted
      ? signal.reason
      : new Error(
          `expected the migration to end within ${sql.timeoutMs / 1000} s; it was still running and was cancelled`,
        )
  return {
    signal: either,
    check() {
      if (either.aborted) throw reason()
    },
    cancels(session) {
      const cancel = () => void cancelBackend(address, session.pid)
      either.addEventListener('abort', cancel)
      return { [Symbol.dispose]: () => either.removeEventListener('abort', cancel) }
    },
    async explain(work) {
      try {
        await work()
      } catch (error) {
        throw either.aborted ? reason() : error
      }
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}

/** Ends the session rather than the statement: between two statements there is nothing to cancel. */
async function cancelBackend(address: FilesOptions['address'], pid: number): Promise<void> {
  try {
    await using session = await connect(address, 'fulldress')
    await session.query('SELECT pg_terminate_backend($1)', [pid])
  } catch {
    // A server that cannot be reached has no backend to end either.
  }
}
