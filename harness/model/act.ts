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
  'audit',
] as const

export type ActName = (typeof ACT_NAMES)[number]

export type ActStatus = 'ok' | 'failed' | 'skipped'

/** The acts during which clients send requests; the steady ones are compared, the transitions judged on absolute limits. */
export type SteadyPhase = 'baseline' | 'soak' | 'restored'
export type TransitionPhase = 'upgrade' | 'rollback'
export type PhaseName = SteadyPhase | TransitionPhase
