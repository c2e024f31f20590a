import type { ActName, ActStatus } from './act.ts'
import type { Change } from './change.ts'
import type { Limits } from './limits.ts'
import type { MixedState } from './mixed-state.ts'
import type { SideFile } from './side-file.ts'
import type { WayName } from './step.ts'
import type { ToldStep } from './told-step.ts'

/** What the play itself did: who performed what, how it went, and what ended it early. */
export type RunFact =
  | {
      readonly kind: 'rehearsal.started'
      readonly rehearsal: string
      /** What the run's containers, networks, processes and folders are labelled with. */
      readonly run: string
      readonly harness: string
      readonly spec: SideFile
      readonly seed: number
      readonly runtime: 'containers' | 'processes'
      /** What this runtime cannot show that another could, one sentence each. */
      readonly weaker: readonly string[]
      readonly actTimeMs: number
      readonly blockMs: number
      readonly wayBack: WayName
      /** What happens, after which the way back leads nowhere any more. Journals of before 0.1 have none. */
      readonly pointOfNoReturn?: string
      readonly reason?: string
      readonly upgradeSteps: readonly string[]
      readonly rollbackSteps: readonly string[]
      /** What each of these steps does. Journals of before 0.2 do not say. */
      readonly steps?: { readonly upgrade: readonly ToldStep[]; readonly rollback: readonly ToldStep[] }
      /** The change in production, where the spec declares one. */
      readonly change?: Change
      /** Mixtures of versions and schema that the steps pass through. Journals of before 0.1 do not say. */
      readonly mixedStates?: readonly MixedState[]
      /** Steps of the way back that run a command, by their label. Journals of before 0.1 do not say. */
      readonly commandsBack?: readonly string[]
      /** Stand-ins for third parties. Journals of before 0.1 do not say. */
      readonly partners?: readonly string[]
      /** The steady phases are compared once the load has ended. Journals of before the comparison do not say. */
      readonly compares?: boolean
      readonly ledgers: readonly string[]
      readonly invariants?: readonly { readonly name: string; readonly on: 'old' | 'new' | 'both' }[]
      readonly limits: Limits
      readonly host: {
        readonly platform: string
        readonly cpus: number
        readonly memoryBytes: number
        readonly node: string
      }
    }
  | { readonly kind: 'act.started'; readonly act: ActName }
  | {
      readonly kind: 'act.ended'
      readonly act: ActName
      readonly status: ActStatus
      readonly durationMs: number
      /** Few words for the terminal: `p99 41 ms, 0.02 % errors`. */
      readonly summary: string
      readonly reason?: string
    }
  | { readonly kind: 'tool.found'; readonly tool: string; readonly version: string; readonly source: string }
  | { readonly kind: 'resource.died'; readonly act: ActName | null; readonly resource: string; readonly reason: string }
  | { readonly kind: 'cleanup.failed'; readonly reason: string }
  | { readonly kind: 'operator.must.act'; readonly code: string; readonly message: string; readonly hint: string }
  /** A bug of the harness: what was thrown, with its stack. */
  | { readonly kind: 'harness.failed'; readonly reason: string; readonly stack: string }
  | { readonly kind: 'interrupted'; readonly signal: string }
  | { readonly kind: 'rehearsal.ended'; readonly durationMs: number }
