import type { Change } from '../../harness/model/change.ts'

/** A declared window of so many milliseconds with a buffer of ten seconds. */
export function change(durationMs: number, overrides: Partial<Change> = {}): Change {
  return {
    window: { durationMs, from: null, to: null },
    buffer: { durationMs: 10_000 },
    soakMs: null,
    owner: null,
    contact: null,
    ...overrides,
  }
}
