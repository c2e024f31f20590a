import type { Compared } from '../../../checks/compared.ts'
import { alarmInWords } from '../../../checks/compared-in-words.ts'
import { controlsInWords } from '../../../checks/controls-in-words.ts'
import { few } from '../../../checks/wording.ts'
import { type Entry, entriesOf } from '../../../model/evidence.ts'
import { comparedOf as comparisonOf } from '../../compared.ts'
import type { Markup } from '../../html/markup.ts'
import { bullets, part } from '../../html/prose.ts'

/** How it was compared, what the controls say, and what spoils it. */
export function howCompared(entries: readonly Entry[], { entry, faults }: Compared): readonly Markup[] {
  const sentences = comparisonOf(entries)?.sentences ?? []
  return part(
    'How far to trust it',
    bullets([
      ...sentences,
      ...controlsInWords(entry.controls),
      ...faults.map((fault) => `Latency cannot be held against the system, for ${fault}.`),
      ...again(entries),
    ]),
  )
}

/** Baseline, nothing, restored, once more. */
function again(entries: readonly Entry[]): readonly string[] {
  return entriesOf(entries, 'paired.rehearsed').map(({ ran, alarms, folder }) => {
    if (!ran) return `Rehearsed once more without a change (${folder}), and that came to no comparison.`
    return alarms.length === 0
      ? `Rehearsed once more without a change (${folder}): nothing was slower.`
      : `Rehearsed once more without a change (${folder}), and slower again: ${few(alarms.map(alarmInWords), 3, '; ')}.`
  })
}
