import type { Check } from './check.ts'
import { onCompared } from './compared.ts'
import { alarmInWords } from './compared-in-words.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'
import { few } from './wording.ts'

export const environmentSteady: Check = {
  id: 'environment-steady',
  gating: true,
  act: 'baseline',
  asks: 'Do odd and even blocks of the baseline agree, as they must while nothing changes?',
  why: 'Half of the baseline compared with the other half can show no upgrade, so whatever it finds is noise of the machine: a neighbour, a throttled disk, a clock. A comparison made on such a machine would blame the upgrade for it.',
  remedy:
    'Rehearse where nothing else runs, and with longer blocks (`traffic.block`), so that a disturbance does not fill one alone.',
  judge: onPlay(
    onCompared((_, { entry: { controls } }) => {
      const { oddEven } = controls
      return rule({
        findings: [],
        missing:
          oddEven.alarms.length === 0
            ? []
            : [`blocks of the baseline differ among themselves: ${few(oddEven.alarms.map(alarmInWords), 2, '; ')}`],
        settledBy: 'a rehearsal on a machine that does nothing else',
        passed: oddEven.ran ? 'odd and even blocks of the baseline agree' : `not asked: ${oddEven.because}`,
      })
    }),
  ),
}
