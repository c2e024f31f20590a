import { type Entry, entriesOf } from '../model/evidence.ts'
import { latencyOf } from './compared.ts'
import { signed } from './compared-in-words.ts'
import { plural } from './wording.ts'

/**
 * A rise that a run of the size the judge was designed for shows with 3,000 requests per phase, rounded up. Where more
 * could hide, whether for few requests or for blocks that differ among themselves, size alone is no reason for silence.
 */
const DESIGNED_TO_SEE = 0.5

/** How small a slowdown the comparison of a run can have seen. */
export interface Resolution {
  readonly atDesignSize: boolean
  /** The largest rise of a judged quantile that some endpoint may hide, as a share; null where no endpoint bounds it. */
  readonly cannotSeeBelow: number | null
  /** Endpoints of which no quantile could be bounded: too few requests, or blocks too few. */
  readonly unseen: readonly string[]
  readonly endpoints: number
}

/** null where nothing was compared. */
export function resolutionOf(entries: readonly Entry[]): Resolution | null {
  const compared = entriesOf(entries, 'traffic.compared').at(-1)
  if (compared === undefined) return null
  const bounds = compared.endpoints.map((one) => ({
    endpoint: one.endpoint,
    hidden: one.quantile === null ? null : (latencyOf(one)?.couldHideUpTo ?? null),
  }))
  const known = bounds.flatMap(({ hidden }) => hidden ?? [])
  return {
    atDesignSize: compared.design.atDesignSize,
    cannotSeeBelow: known.length === 0 ? null : Math.max(0, ...known),
    unseen: bounds.filter(({ hidden }) => hidden === null).map(({ endpoint }) => endpoint),
    endpoints: bounds.length,
  }
}

/** `cannot see below +45 %, nor any tail of 2 endpoints`; empty where the run saw what the judge was designed to see. */
export function resolutionInWords(resolution: Resolution | null): string {
  if (resolution === null || resolution.endpoints === 0) return ''
  const { atDesignSize, cannotSeeBelow, unseen, endpoints } = resolution
  if (atDesignSize && unseen.length === 0 && (cannotSeeBelow ?? 0) <= DESIGNED_TO_SEE) return ''
  const all =
    unseen.length === endpoints ? (endpoints === 1 ? 'the only endpoint' : `any of the ${endpoints} endpoints`) : null
  const tails = `the tail of ${all ?? plural(unseen.length, 'endpoint')}`
  if (cannotSeeBelow === null) return `cannot see ${tails}`
  // Of many well seen endpoints the few that are not are the news.
  if (atDesignSize && cannotSeeBelow <= DESIGNED_TO_SEE) return `cannot see ${tails}`
  return `cannot see below ${signed(cannotSeeBelow)}${unseen.length === 0 ? '' : `, nor ${tails}`}`
}
