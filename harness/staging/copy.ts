import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress, StageDescription } from '../model/stage.ts'
import type { Command, Strategy } from '../model/step.ts'

export interface CommandResult {
  /** null where the command was ended by a signal or a time-out. */
  readonly exitCode: number | null
  readonly timedOut: boolean
  /** Last lines of stdout and stderr together, at most 60. */
  readonly tail: string
  /** Everything it printed, beneath the run's `logs/`. */
  readonly logFile: string
}

export interface Swap {
  readonly service: string
  readonly version: string
  readonly strategy: Strategy
  readonly replicas: number
  readonly drainMs: number
}

/**
 * A production-like copy in one runtime. It is owned by `await using`: disposal removes all it started.
 *
 * Everything rejects with a RehearsalError that carries the last log lines where a thing does not become healthy in time.
 */
export interface StagingCopy extends AsyncDisposable {
  readonly runtime: 'containers' | 'processes'
  /** Reached from the harness's process; in containers through the front. */
  readonly database: DatabaseAddress
  /** URL of each service's front, as k6 sees it: one stable address over all swaps. */
  readonly fronts: Readonly<Record<string, string>>
  /** The one loopback address on which fronts answer; k6's block list admits nothing else. */
  readonly frontIp: string
  /** Starts the stand-ins, then the services in their initial version; their schema must be there by now. */
  startServices(): Promise<void>
  /** Replaces the service behind its front. A version that does not become healthy rejects, and the step has failed. */
  swap(swap: Swap): Promise<void>
  /** Runs a step's or a seed's command against the copy; `database` names another database of the same server (a clone). */
  run(
    command: Command,
    options: {
      readonly name: string
      readonly database?: string
      /** Takes the server's place for this command, as the harness sees it: the tracing proxy. */
      readonly at?: DatabaseAddress
      /** Takes the place of the version's prepared source: a folder of this machine, made as that one is. */
      readonly source?: string
      readonly signal: AbortSignal
      /** When aborted, everything that the command started gets SIGKILL at once, as from a kernel short of memory. */
      readonly killed?: AbortSignal
    },
  ): Promise<CommandResult>
  /** Where a version's prepared source lies on this machine; null where it has none, its image being all there is. */
  sourceOf(service: string, version: string): string | null
  /**
   * Keeps the database as it is now, by PostgreSQL's own base backup, while everybody works. Resolves to a moment (epoch
   * ms): whatever was committed before it is kept.
   */
  takeSnapshot(): Promise<number>
  /** Puts the database back to the snapshot; its sessions end, and nobody gets one until it has recovered. */
  restoreSnapshot(): Promise<void>
  /** Fills the placeholders of model/stage.ts, as seen from the host (k6's environment). */
  fill(text: string): string
  /** Restarts the stand-ins' seeded fault schedule, so that each phase meets the same faults. Resolves at once where there are none. */
  startPhase(phase: string): Promise<void>
  /** Rejects when the database, a stand-in or a service that nobody is swapping dies; never resolves. */
  readonly death: Promise<never>
}

export interface StagingOptions {
  readonly description: StageDescription
  readonly run: RunLabel
  /** Absolute; logs go to `<folder>/logs`, stand-ins' calls to `<folder>/partners/<name>.jsonl`. */
  readonly folder: string
  readonly seed: number
  readonly record: Recorder
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** What a run's containers, networks, processes and folders are labelled with, so that `clean` can tell live from left behind. */
export interface RunLabel {
  /** Random and short: `k3f9a2`. */
  readonly id: string
  readonly pid: number
}
