import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { stepsComplete } from './steps-complete.ts'

export const upgradeCompletes: Check = {
  id: 'upgrade-completes',
  gating: true,
  act: 'upgrade',
  asks: 'Did every step of the upgrade end well under load?',
  why: 'A step that works on an empty database may give up on a full and busy one: a lock it does not get, a time-out, a service that does not become healthy. After it the system is between two versions.',
  remedy: 'Mend the step and rehearse again; the log of the run has everything that it printed.',
  judge: onPlay((play) => stepsComplete(play, 'upgrade', upgradeCompletes)),
}
