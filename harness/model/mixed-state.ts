import type { TransitionPhase } from './act.ts'

/** A state in which services and schema are of different releases, and requests are to be seen. */
export interface MixedState {
  readonly act: TransitionPhase
  /** `web 1 on the new schema`. */
  readonly state: string
}
