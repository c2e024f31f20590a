import type { AuxiliaryDescription } from '../model/container.ts'
import type { DatabaseAddress, PartnerDescription, ServiceDescription, ServiceVersion } from '../model/stage.ts'
import type { Command } from '../model/step.ts'
import type { CommandResult, StagingOptions } from './copy.ts'
import type { FrontControl } from './front/control.ts'
import type { Backend } from './front/forward.ts'
import type { Values } from './placeholders.ts'

/** Something that runs on the stage: a replica of a service, a stand-in. */
export interface Player {
  /** `payments 4.2, replica 1`. */
  readonly label: string
  /** Where it answers, as seen from the front. */
  readonly backend: Backend
  /** Resolves with what ended it, whoever did: `exit code 1`. */
  readonly exited: Promise<string>
  /** SIGTERM, then SIGKILL after the grace. Resolves when it is gone, at once where it was. */
  stop(graceMs: number): Promise<void>
  /** Its last log lines. */
  tail(): string
  /** How its log ends: the beginning of the trace where it ends with one. */
  lastWords(): string
  /** What it says itself of its health: null where it is well. Not every player knows. */
  readonly trouble?: () => Promise<string | null>
}

/** How a version's code got here, for the journal. */
export interface Origin {
  readonly image?: string
  readonly digest?: string
}

export interface CommandOptions {
  readonly name: string
  readonly database?: string
  readonly at?: DatabaseAddress
  readonly source?: string
  readonly signal: AbortSignal
  /** When aborted, everything that the command started gets SIGKILL at once, as from a kernel short of memory. */
  readonly killed?: AbortSignal
}

/**
 * What a runtime must provide, so that the copy above it is one program for both. All that it started ends with it.
 */
export interface Ground extends AsyncDisposable {
  readonly runtime: 'containers' | 'processes'
  readonly frontIp: string
  readonly front: FrontControl
  /** Ports of the services' fronts, on `frontIp`. */
  readonly ports: Readonly<Record<string, number>>
  /** As the harness sees it. */
  readonly database: DatabaseAddress
  /** Placeholders as k6 and commands of the host see them. */
  readonly hostValues: Values
  /** Starts it; that it has come this far does not mean that it answers. */
  startReplica(service: ServiceDescription, version: ServiceVersion, replica: number): Promise<Player>
  startPartner(partner: PartnerDescription): Promise<Player>
  /** Only containers have a form for it; its backend has no meaning. */
  startAuxiliary(auxiliary: AuxiliaryDescription): Promise<Player>
  /** The prepared source of a version, on this machine. */
  sourceOf(version: ServiceVersion): string | null
  originOf(made: Pick<ServiceVersion, 'build' | 'image'>): Promise<Origin>
  /** Which server this is: its release, and where it came from. */
  databaseOrigin(): Promise<Origin & { readonly version: string }>
  run(command: Command, options: CommandOptions): Promise<CommandResult>
  /** Tries to get out. */
  canary(): Promise<{ readonly isolated: boolean; readonly how: string; readonly canary: string }>
  /** Keeps the database as it is now, while everybody works; resolves to a moment before which everything is kept. */
  takeSnapshot(): Promise<number>
  /** Ends the database, puts the snapshot in its place, and resolves when it opens sessions again. */
  restoreSnapshot(): Promise<void>
  /** Resolves with who ended and why, when the database or the front ends before its time. */
  readonly fallen: Promise<{ readonly who: string; readonly why: string }>
}

export type GroundOptions = StagingOptions & {
  /** The run's temporary folder. */
  readonly temporary: string
}
