import type { TrafficStatement } from '../../companions/traffic-file.ts'
import type { ProductionProfile } from '../../database/profile/profile.ts'
import type { Journal } from '../../journal/journal.ts'
import type { DatabaseDescription } from '../../model/stage.ts'
import type { Ground } from '../ground/server.ts'
import type { RunBy } from './migration.ts'
import type { Programme } from './programme.ts'

export interface LocksOptions {
  /** Files of SQL that are applied first, in this order. */
  readonly base?: readonly string[]
  readonly traffic?: string
  readonly profile?: string
  readonly rows?: number
  /** False for `--no-probes`: traced alone, with nobody beside. */
  readonly probes: boolean
  /** How long companions hold on, in ms. */
  readonly hold?: number
  /** `lock_timeout` that whoever runs the migrations sets, in ms. */
  readonly lockTimeout?: number
  readonly out?: string
  readonly json?: boolean
  readonly command?: string
  readonly down?: boolean
  readonly postgres: DatabaseDescription['version']
  readonly runtime: 'processes' | 'containers'
  readonly database?: string
}

/** What is known before anything is started. */
export interface LocksPlan {
  readonly programme: Programme
  readonly traffic: readonly TrafficStatement[]
  readonly profile: ProductionProfile | null
  readonly options: LocksOptions
  readonly folder: string
  readonly label: { readonly id: string; readonly pid: number }
}

export interface Company {
  readonly journal: Journal
  readonly signal: AbortSignal
  readonly show: {
    /** The server is up and the base applied. */
    begin(): void
    /** Everything that is to be known of a migration is in the journal. */
    examined(migration: number): void
    progress(line: string): void
  }
}

export interface Scene extends Company {
  readonly plan: LocksPlan
  readonly ground: Ground
  readonly runBy: RunBy
}
