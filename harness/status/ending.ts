import { headlineOf } from '../checks/headline.ts'
import type { Judgement } from '../checks/judgement.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Ending } from './announcer.ts'

/** How a run ended, for its last message. */
export function endingOf(entries: readonly Entry[], judgement: Judgement, report: string): Ending {
  const { findings } = judgement
  const interrupted = entriesOf(entries, 'interrupted').at(-1)
  if (interrupted !== undefined) {
    return { verdict: null, headline: `interrupted by ${interrupted.signal}, and cleaned up`, findings, report }
  }
  const { verdict, counts } = headlineOf(entries, judgement)
  return { verdict: judgement.verdict, headline: `${verdict}, ${counts}`, findings, report }
}
