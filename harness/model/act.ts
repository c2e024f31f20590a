/** The acts of a rehearsal, in the order of the play. */
export const ACT_NAMES = [
  'stage',
  'seed',
  'probes',
  'baseline',
  'upgrade',
  'soak',
  'rollback',
  'restored',
  'forward',
  'audit',
] as const

export type ActName = (typeof ACT_NAMES)[number]

export type ActStatus = 'ok' | 'failed' | 'skipped'

/** The acts during which clients send requests; the steady ones are compared, the transitions judged on absolute limits. */
export type SteadyPhase = 'baseline' | 'soak' | 'restored'
export type TransitionPhase = 'upgrade' | 'rollback'
/** The new version again, after the old one had run on the new schema (way back `code-only`). */
export type ForwardPhase = 'forward'
export type PhaseName = SteadyPhase | TransitionPhase | ForwardPhase
