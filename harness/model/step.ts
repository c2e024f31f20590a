import type { Environment } from './stage.ts'

/** A command, run in a service version's prepared source and image, or else in a folder of the host. */
export interface Command {
  readonly command: string
  readonly environment: Environment
  readonly timeoutMs: number
  /** The service version whose source, image and environment it runs in; null runs on the host in `cwd`. */
  readonly in: { readonly service: string; readonly version: string } | null
  readonly cwd: string
}

/** SQL files, in the order in which they are applied. */
export interface SqlFiles {
  readonly folder: string
  /** Names of files in the folder. */
  readonly files: readonly string[]
  readonly direction: 'up' | 'down'
  /** `advisory` holds one PostgreSQL advisory lock for the whole step, so that two runners cannot collide. */
  readonly lock: 'advisory' | 'none'
  /** `SET lock_timeout` before each file; null leaves the server's. */
  readonly lockTimeoutMs: number | null
  /** How often a file that gave up waiting for a lock (SQLSTATE 55P03) is tried again. */
  readonly retries: number
  readonly timeoutMs: number
}

export type Strategy = 'recreate' | 'rolling'

/** One step of the upgrade or of the rollback. `label` is what the terminal and the journal call it. */
export type Step =
  | { readonly kind: 'migrate'; readonly label: string; readonly sql: SqlFiles }
  | { readonly kind: 'migrate'; readonly label: string; readonly tool: Command }
  | {
      readonly kind: 'service'
      readonly label: string
      readonly service: string
      readonly version: string
      readonly strategy: Strategy
      readonly replicas: number
      readonly drainMs: number
    }
  | { readonly kind: 'run'; readonly label: string; readonly run: Command }
  | { readonly kind: 'wait'; readonly label: string; readonly waitMs: number }

/** How the data set comes to be: SQL files, then commands, each timed. */
export interface SeedPlan {
  /** Schema and data of the old version. */
  readonly files: SqlFiles | null
  readonly commands: readonly Command[]
}

export type WayBack =
  | { readonly way: 'down'; readonly steps: readonly Step[]; readonly pointOfNoReturn: string }
  | { readonly way: 'none'; readonly reason: string }
