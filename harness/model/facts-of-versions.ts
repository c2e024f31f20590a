import type { TransitionPhase } from './act.ts'

/** A refusal of the server's, as its log has it; the message only where it names objects and can hold no row's values. */
export interface ServerError {
  readonly sqlstate: string
  readonly message: string | null
  /** Requests of the endpoint that failed while the server logged it. */
  readonly requests: number
}

/** One endpoint while versions and schema did not fit. */
export interface MixedEndpoint {
  readonly endpoint: string
  readonly requests: number
  readonly failed: number
  /** Most frequent first. */
  readonly errors: readonly ServerError[]
}

/** Versions of services and of the schema that met although they are not meant for each other. */
export type VersionFact = {
  readonly kind: 'versions.mixed'
  readonly act: TransitionPhase
  /** `web 1 on the new schema`, as `rehearsal.started` announced it. */
  readonly state: string
  /** Replicas were exchanged meanwhile: requests may also have failed for that. */
  readonly swapping: boolean
  readonly requests: number
  readonly endpoints: readonly MixedEndpoint[]
  /** Whether the server's log could be read, without which no SQLSTATE is known. */
  readonly logged: boolean
}
