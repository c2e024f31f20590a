import type { Comparison, Control } from '../model/facts-of-judging.ts'
import { alarmInWords, onlyByRestoredInWords } from './compared-in-words.ts'
import { few } from './wording.ts'

/** What the controls of a run say of how far its comparison is to be trusted, a sentence each. */
export function controlsInWords({ oddEven, restored, onlyByRestored = [] }: Comparison['controls']): readonly string[] {
  return [
    inWords(oddEven, {
      name: 'Control, odd against even blocks of the baseline',
      quiet: 'they agree, so that the machine was steady',
      loud: 'they differ although nothing changed',
    }),
    inWords(restored, {
      name: 'Control, baseline against restored',
      quiet: 'they agree, so that the way back restored performance and the environment did not drift',
      loud: 'restored is worse than baseline: the way back did not restore performance, or the environment drifted',
    }),
    ...onlyByRestored.map((one) => `${onlyByRestoredInWords(one)}.`),
  ]
}

function inWords(
  { ran, because, alarms }: Control,
  { name, quiet, loud }: { readonly name: string; readonly quiet: string; readonly loud: string },
): string {
  if (!ran) return `${name}: not made, ${because}.`
  return alarms.length === 0 ? `${name}: ${quiet}.` : `${name}: ${loud}: ${few(alarms.map(alarmInWords), 3, '; ')}.`
}
