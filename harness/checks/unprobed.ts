import { type Entry, entriesOf } from '../model/evidence.ts'
import { endOf } from './play.ts'

/**
 * Why a probe of the migrations left no record of a rehearsal that has some, as a clause. Null where the act that holds
 * it went to its end, so that there was nothing to try, and for journals of other commands.
 */
export function unprobed(entries: readonly Entry[]): string | null {
  const [started] = entriesOf(entries, 'rehearsal.started')
  const migrates = [...(started?.upgradeSteps ?? []), ...(started?.rollbackSteps ?? [])].some(isMigration)
  const probes = endOf(entries, 'probes')
  if (!migrates || probes?.status === 'ok') return null
  return probes === undefined
    ? 'the rehearsal ended before its probes were over'
    : `its probes were not performed to their end (${probes.summary})`
}

/** Labels begin with what kind of step it is. */
function isMigration(label: string): boolean {
  return label.startsWith('migrate ')
}
