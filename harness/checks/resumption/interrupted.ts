import type { EntryOf } from '../../model/evidence.ts'

export type Interrupted = EntryOf<'migration.interrupted'>

/** Run again it ended as it does without an interruption, or it got there by itself, or was there before. */
export function isSettled({ again, differences }: Interrupted): boolean {
  return again !== 'failed' && differences.length === 0
}

const HOW: Readonly<Record<Interrupted['how'], string>> = {
  'tool-killed': 'the tool killed',
  'connection-cut': 'the applier cut off as if killed',
  'backend-terminated': 'its backend terminated',
}

export function howInWords({ how }: Interrupted): string {
  return HOW[how]
}
