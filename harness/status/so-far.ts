import { judge } from '../checks/judge.ts'
import type { Entry } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'

/**
 * What these ask of is known once the run has ended: found before, it may be taken back. A journal that stops is a
 * finding to some, and a run under way is nothing else.
 */
const ANSWERED_AT_THE_END: ReadonlySet<string> = new Set(['rehearsal-completes', 'clean-up-complete'])

/** What is found in a journal that is still being written, worst first: nothing that its end could take back. */
export function foundSoFar(entries: readonly Entry[]): readonly Finding[] {
  return judge(entries).findings.filter(({ check }) => !ANSWERED_AT_THE_END.has(check))
}
