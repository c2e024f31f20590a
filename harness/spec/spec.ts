import type { Change } from '../model/change.ts'
import type { InvariantDescription } from '../model/invariant.ts'
import type { Limits } from '../model/limits.ts'
import type { Probing } from '../model/probing.ts'
import type { ReplayWish } from '../model/replay.ts'
import type { StageDescription } from '../model/stage.ts'
import type { SeedPlan, Step, WayBack } from '../model/step.ts'
import type { TrafficDescription } from '../model/traffic.ts'

/** A spec that can be trusted: every complaint was answered, paths are absolute, whatever has a fixed default has it. */
export interface Spec {
  readonly rehearsal: string
  /** Absolute path of the file it was read from. */
  readonly file: string
  readonly stage: StageDescription
  readonly seeding: SeedPlan
  readonly traffic: Pick<TrafficDescription, 'scenarios' | 'environment' | 'ledgers'> & {
    /** A learned model that is replayed beside the scenarios. */
    readonly replay?: ReplayWish
  }
  readonly probing: Probing
  /** What the command line may override; null where the spec leaves it to the plan. */
  readonly timing: {
    readonly actTimeMs: number | null
    readonly blockMs: number | null
    readonly warmUpMs: number | null
    readonly seed: number | null
  }
  readonly upgrade: readonly Step[]
  readonly rollback: WayBack
  /** Other ways back that the spec declares, for comparison. */
  readonly alternatives: readonly WayBack[]
  readonly invariants: readonly InvariantDescription[]
  /** null where the spec says nothing of the change in production. */
  readonly change: Change | null
  readonly limits: Limits
  /** Values that came from the environment, by variable: whatever tells of a command writes the variable instead. */
  readonly fromEnvironment: Readonly<Record<string, string>>
  /** What may well be meant so, and yet is worth a word before the rehearsal. */
  readonly warnings: readonly string[]
}
