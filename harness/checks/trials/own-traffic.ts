import { type Entry, entriesOf } from '../../model/evidence.ts'
import { plural } from '../wording.ts'
import type { Examined } from './examined.ts'

/** What there was of the application's own traffic, for questions that nobody else can answer. */
export interface OwnTraffic {
  /** Its statements that stood beside the migration on clones. */
  readonly given: number
  /** Whether the rehearsal went on to send requests during the upgrade. */
  readonly rehearsed: boolean
}

export function ownTrafficOf({ entries: own }: Examined, entries: readonly Entry[]): OwnTraffic {
  return {
    given: entriesOf(own, 'trials.covered').at(-1)?.statements ?? 0,
    rehearsed: entriesOf(entries, 'traffic.phase').some(({ phase }) => phase === 'upgrade'),
  }
}

/** `Whether the application does so`, answered as far as it is: by whom, or what it needs. */
export function unanswered(whether: string, { given, rehearsed }: OwnTraffic, by: string): string {
  if (rehearsed) return `${whether} under the load of this rehearsal, ${by} says; under another it is unknown`
  if (given === 0) return `${whether} is unknown: needs traffic`
  const statements =
    given === 1
      ? 'the only statement given, sent by itself,'
      : `${plural(given, 'statement')} given, each sent by itself,`
  return `${whether} is unknown: ${statements} cannot tell`
}
