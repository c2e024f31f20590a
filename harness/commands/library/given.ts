import type { Entry } from '../../model/evidence.ts'

/** What a performance is given, wherever it takes place. */
export interface Given {
  /** Of the run; empty, and absolute. */
  readonly folder: string
  readonly hear: (entry: Entry) => void
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}
