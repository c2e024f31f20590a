import type { Comparison } from '../model/facts-of-judging.ts'

/**
 * What a comparison alone amounts to: NO-GO where an endpoint REGRESSED; INCONCLUSIVE where the controls say that the
 * environment differed from itself, where requests hung, or where a gating endpoint is neither EQUIVALENT nor IMPROVED;
 * else GO.
 */
export function outcomeOf({ endpoints, controls }: Comparison): 'go' | 'no-go' | 'inconclusive' {
  if (endpoints.some(({ answer }) => answer === 'regressed')) return 'no-go'
  const alarms = [controls.oddEven.alarms, controls.restored.alarms, controls.onlyByRestored ?? []]
  const disturbed = alarms.some(({ length }) => length > 0)
  const open = endpoints.some(({ gate, answer }) => gate && answer === 'inconclusive')
  const hung = endpoints.some(({ hangs }) => hangs !== undefined)
  return disturbed || open || hung ? 'inconclusive' : 'go'
}
