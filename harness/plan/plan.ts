import type { Change } from '../model/change.ts'
import type { InvariantDescription } from '../model/invariant.ts'
import type { Limits } from '../model/limits.ts'
import type { Probing } from '../model/probing.ts'
import type { StageDescription } from '../model/stage.ts'
import type { SeedPlan, Step, WayBack } from '../model/step.ts'
import type { TrafficDescription } from '../model/traffic.ts'

/** What a rehearsal is going to do: the spec with every default filled in, paths absolute, nothing started. */
export interface Plan {
  readonly rehearsal: string
  /** Absolute path of the spec. */
  readonly spec: string
  readonly seed: number
  readonly actTimeMs: number
  readonly warmUpMs: number
  readonly stage: StageDescription
  readonly seeding: SeedPlan
  readonly traffic: TrafficDescription
  readonly probing: Probing
  readonly upgrade: readonly Step[]
  readonly rollback: WayBack
  readonly alternatives: readonly WayBack[]
  readonly invariants: readonly InvariantDescription[]
  /** null where the spec says nothing of the change in production. */
  readonly change?: Change | null
  readonly limits: Limits
  /** Values that came from the environment, by variable. */
  readonly fromEnvironment?: Readonly<Record<string, string>>
  /** What may well be meant so, and yet is worth a word before the rehearsal, a sentence each. */
  readonly warnings: readonly string[]
}
