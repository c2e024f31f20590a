import type { ProductionProfile } from '../../database/profile/profile.ts'
import type { DatabaseDescription } from '../../model/stage.ts'
import type { Stairs } from './stairs.ts'

export interface StairwayOptions {
  /** Files of SQL that are applied first, in this order. */
  readonly base?: readonly string[]
  readonly profile?: string
  /** Rows that an empty table gets. */
  readonly rows: number
  /** A tool's own commands in place of files. */
  readonly up?: string
  readonly down?: string
  /** The commands go one migration at a time, and are to be repeated until up changes nothing any more. */
  readonly each?: boolean
  /** The table in which the tool keeps what it has applied, where its name does not tell; as facts name it. */
  readonly history?: string
  /** `FIRST..LAST`: migrations of one release, tried as one step. */
  readonly group?: readonly string[]
  /** The whole chain up, then down from stop to stop, in place of each migration by itself. */
  readonly direct?: boolean
  /** `FILE=reason`: migrations that are declared to have no way back. */
  readonly irreversible?: readonly string[]
  readonly lockTimeout?: number
  readonly out?: string
  readonly json?: boolean
  /** Without it that of the profile, else 17. */
  readonly postgres?: DatabaseDescription['version']
  readonly runtime: 'processes' | 'containers'
  readonly database?: string
}

/** What is known before anything is started. */
export interface StairwayPlan {
  readonly stairs: Stairs
  readonly profile: ProductionProfile | null
  readonly options: StairwayOptions
  readonly folder: string
  readonly label: { readonly id: string; readonly pid: number }
}
