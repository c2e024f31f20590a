import type { Spec } from '../spec/spec.ts'
import type { Plan } from './plan.ts'
import { planTraffic } from './traffic.ts'

const ACT_TIME_MS = 20_000
const LONGEST_WARM_UP_MS = 10_000
/** Fixed, so that two rehearsals of one spec send the same requests. */
const SEED = 1

/** What the command line may say against the spec. */
export interface PlanWishes {
  readonly actTimeMs?: number | undefined
  readonly seed?: number | undefined
}

/** Decides how long each act takes and how it is cut into blocks; everything else is the spec's. */
export function planRehearsal(spec: Spec, { actTimeMs: wished, seed }: PlanWishes = {}): Plan {
  const actTimeMs = wished ?? spec.timing.actTimeMs ?? ACT_TIME_MS
  const blockMs = Math.min(spec.timing.blockMs ?? blockLength(actTimeMs), actTimeMs)
  const warmUpMs = spec.timing.warmUpMs ?? Math.min(actTimeMs / 2, LONGEST_WARM_UP_MS)
  const { traffic, warnings } = planTraffic(spec.traffic, steadyMs({ actTimeMs, traffic: { blockMs } }))
  return {
    rehearsal: spec.rehearsal,
    spec: spec.file,
    seed: seed ?? spec.timing.seed ?? SEED,
    actTimeMs,
    warmUpMs: Math.ceil(warmUpMs / blockMs) * blockMs,
    stage: spec.stage,
    seeding: spec.seeding,
    traffic: { ...traffic, seed: seed ?? spec.timing.seed ?? SEED, blockMs, stallMs: spec.limits.stallMs },
    probing: spec.probing,
    upgrade: spec.upgrade,
    rollback: spec.rollback,
    alternatives: spec.alternatives,
    invariants: spec.invariants,
    change: spec.change,
    limits: spec.limits,
    warnings: [...spec.warnings, ...warnings],
  }
}

/** Twelve blocks to an act, each long enough to hold requests and short enough that a phase has several. */
function blockLength(actTimeMs: number): number {
  return Math.round(Math.min(30_000, Math.max(1_000, actTimeMs / 12)))
}

/** How long a steady act really takes: whole blocks, at least one. */
export function steadyMs({
  actTimeMs,
  traffic: { blockMs },
}: Pick<Plan, 'actTimeMs'> & { readonly traffic: Pick<Plan['traffic'], 'blockMs'> }): number {
  return Math.max(1, Math.round(actTimeMs / blockMs)) * blockMs
}

/** Of a steady act: what the old versions wrote is read by the same clients, again and again. */
const FORWARD_SHARE = 0.5

/** How long the new versions run again after the old ones, in whole blocks; 0 where the way back is no `code-only`. */
export function forwardMs(plan: Plan): number {
  if (plan.rollback.way !== 'code-only') return 0
  const { blockMs } = plan.traffic
  return Math.max(1, Math.round((FORWARD_SHARE * steadyMs(plan)) / blockMs)) * blockMs
}
