import type { Entry, Fact } from '../model/evidence.ts'

/** Pieces of our own scenery: their death says nothing about the system. A user's service may well be called front. */
const OURS = /^(the front|the canary|k6|(stand-in|partner)\b.*)$/

export function isScenery(resource: string): boolean {
  return OURS.test(resource)
}

/** What tells how the run itself went, and so stays true whatever fell. */
const ABOUT_THE_RUN: ReadonlySet<Fact['kind']> = new Set([
  'act.started',
  'act.ended',
  'resource.died',
  'cleanup.failed',
  'operator.must.act',
  'harness.failed',
  'interrupted',
  'rehearsal.ended',
  'traffic.ended',
  'traffic.stray',
])

/**
 * What may be held against the system. Once our own scenery has fallen, requests and steps fail for that alone, and a
 * phase that k6 did not live to see shows no journey at all: both are no evidence, neither good nor bad.
 */
export function believable(entries: readonly Entry[]): readonly Entry[] {
  const fell = entries.find((entry) => entry.kind === 'resource.died' && isScenery(entry.resource))
  const silent = entries.find((entry) => entry.kind === 'traffic.ended' && !entry.asExpected)
  if (fell === undefined && silent === undefined) return entries
  const [fellAt, silentAt] = [fell?.seq ?? Number.POSITIVE_INFINITY, silent?.seq ?? Number.POSITIVE_INFINITY]
  return entries.filter(
    ({ kind, seq }) => (seq < fellAt || ABOUT_THE_RUN.has(kind)) && (seq < silentAt || kind !== 'traffic.phase'),
  )
}
