import type { Entry } from '../../model/evidence.ts'

/**
 * Keeps what a caller's function throws away from the rehearsal, which would take it for a bug of its own: the first
 * error is thrown once everything has ended, and nobody is called after it.
 */
export function listener(onEntry: ((entry: Entry) => void) | undefined): {
  readonly hear: (entry: Entry) => void
  readonly rethrow: () => void
} {
  let thrown: { readonly error: unknown } | null = null
  return {
    hear(entry) {
      if (onEntry === undefined || thrown !== null) return
      try {
        onEntry(entry)
      } catch (error) {
        thrown = { error }
      }
    },
    rethrow() {
      if (thrown !== null) throw thrown.error
    },
  }
}
