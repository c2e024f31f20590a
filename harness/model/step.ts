import type { Environment } from './stage.ts'

/** A command, run in a service version's prepared source and image, or else in a folder of the host. */
export interface Command {
  readonly command: string
  /** As people are told of it: variables of the environment by name, secrets masked. */
  readonly told: string
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
  /** The tool whose layout tells what of a file goes which way, and each file's way down; without it, files are taken whole. */
  readonly layout?: { readonly tool: string; readonly downOf: Readonly<Record<string, string>> }
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
  /** Brings back what was there when the snapshot was taken; first step of the way back `restore`. */
  | { readonly kind: 'restore'; readonly label: string; readonly snapshot: Snapshot }

/** How the data set comes to be: SQL files, then commands, each timed. */
export interface SeedPlan {
  /** Schema and data of the old version. */
  readonly files: SqlFiles | null
  readonly commands: readonly Command[]
}

/** How the database as it was before the upgrade is kept, and brought back. */
export type Snapshot =
  /** PostgreSQL's own base backup of the whole server, taken while everybody works. */
  { readonly by: 'base-backup' } | { readonly by: 'commands'; readonly take: Command; readonly restore: Command }

interface Back {
  readonly steps: readonly Step[]
  /** What happens, after which this way leads nowhere any more. */
  readonly pointOfNoReturn: string
}

/** How one would get back from the upgrade. */
export type WayBack =
  /** Steps that undo the upgrade. */
  | ({ readonly way: 'down' } & Back)
  /** A snapshot from just before the upgrade is restored, then the steps bring the old versions back. */
  | ({ readonly way: 'restore'; readonly snapshot: Snapshot } & Back)
  /** The steps bring the old versions back, and these run on the new schema. */
  | ({ readonly way: 'code-only' } & Back)
  | { readonly way: 'none'; readonly reason: string; readonly pointOfNoReturn: string }

export type WayName = WayBack['way']

/** Steps of the way back; there are none where there is no way. */
export function stepsBack(rollback: WayBack): readonly Step[] {
  return rollback.way === 'none' ? [] : rollback.steps
}

/** The way back that restores a snapshot, and then performs these steps. */
export function restoring(snapshot: Snapshot, { steps, pointOfNoReturn }: Back): WayBack {
  const restore: Step = { kind: 'restore', label: 'restore the snapshot', snapshot }
  return { way: 'restore', snapshot, steps: [restore, ...steps], pointOfNoReturn }
}
