import type { DatabaseAddress, DatabaseDescription } from '../model/stage.ts'
import type { RunLabel } from './copy.ts'

export interface ScratchOptions {
  readonly version: DatabaseDescription['version']
  readonly runtime: 'containers' | 'processes'
  readonly run: RunLabel
  /** The run's folder; the server's log goes beneath it. */
  readonly folder: string
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** A PostgreSQL server for one command. Disposal stops it and removes all it wrote. */
export interface ScratchServer extends AsyncDisposable {
  /** Of a superuser, and the database `postgres`. */
  readonly address: DatabaseAddress
  /** Where it came from; nothing where it is a process. */
  readonly origin: { readonly image?: string; readonly digest?: string }
}
