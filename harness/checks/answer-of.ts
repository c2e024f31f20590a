import type { Ruling } from '../model/finding.ts'

/** A ruling as a reader takes it: `not asked` is what passed only because there was nothing to ask. */
export type Answer = Ruling['ruling'] | 'not asked'

/** In the order in which one reads them. */
export const ANSWERS: readonly Answer[] = ['found', 'unknown', 'passed', 'not asked']

/**
 * How checks begin to say that the question had no object in this rehearsal. It is read from their words, so that the
 * journals and verdict.json of older runs are told in the same way: for the verdict, it did pass.
 */
const BEGINNINGS: readonly string[] = [
  'not applicable',
  'not asked',
  'not compared',
  'nothing is declared',
  'no migration was',
  'no window is declared',
  'no statements of the application were given',
  'the rollback runs no command',
  'the spec declares no burn rates',
  'the spec names no slo.yaml',
  'the steps pass through no mixture',
  'the upgrade failed before any',
  'the upgrade migrates nothing',
]

/** Of trials that only traced a migration, as `fulldress locks --trace-only` does. */
const WITHOUT_PROBES = /were traced alone, without probes$/

/** No reader may take for a proof that nobody asked. */
export function answerOf({ ruling, because }: Ruling): Answer {
  if (ruling !== 'passed') return ruling
  const unasked = WITHOUT_PROBES.test(because) || BEGINNINGS.some((beginning) => because.startsWith(beginning))
  return unasked ? 'not asked' : 'passed'
}
