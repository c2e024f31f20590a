import type { Check } from './check.ts'
import { noWayBack, onPlay } from './play.ts'
import { stepsComplete } from './steps-complete.ts'

export const rollbackCompletes: Check = {
  id: 'rollback-completes',
  gating: true,
  act: 'rollback',
  asks: 'Did every step of the rollback end well under load?',
  why: 'A rollback is started when things go badly, often from a half-upgraded state. One that stops half-way leaves no version that works.',
  remedy:
    'Mend the step and rehearse again; make each step safe to run twice, and able to start from a half-finished upgrade.',
  judge: onPlay((play) => (play.wayBack ? stepsComplete(play, 'rollback', rollbackCompletes) : noWayBack(play))),
}
