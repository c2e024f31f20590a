import { parseDuration } from '../model/duration.ts'
import type { EndpointLimits, Limits } from '../model/limits.ts'
import type { ShapedSpec } from './schema.ts'

type ShapedLimits = ShapedSpec['limits']

/** Limits without gaps; what only some endpoints have is left out where the spec says nothing of it. */
export function trustLimits(limits: ShapedLimits): Limits {
  const { burnRates } = limits
  return {
    endpoints: Object.entries(limits.endpoints).map(([endpoint, said]) => trustEndpoint(endpoint, said)),
    accessExclusiveMs: limits.accessExclusive,
    stallMs: limits.stall,
    stalledRequests: limits.stalledRequests,
    objective: limits.objective,
    errorBudgetShare: limits.errorBudgetShare,
    productionRate: limits.productionRate ?? null,
    generatorLagMs: limits.generatorLag,
    droppedShare: limits.droppedShare,
    ...(burnRates === undefined
      ? {}
      : {
          burnRates: Object.entries(burnRates).map(([over, times]) => ({ overMs: parseDuration(over) ?? 0, times })),
        }),
  }
}

function trustEndpoint(endpoint: string, said: NonNullable<ShapedLimits['endpoints'][string]>): EndpointLimits {
  const { gate, margin, effect, objective } = said
  return {
    endpoint,
    p99Ms: said.p99 ?? null,
    errorRate: said.errorRate ?? null,
    ...(gate === undefined ? {} : { gate }),
    ...(margin === undefined ? {} : { margin }),
    ...(effect?.share === undefined ? {} : { effectShare: effect.share }),
    ...(effect?.latency === undefined ? {} : { effectMs: effect.latency }),
    ...(objective === undefined ? {} : { objective }),
  }
}
