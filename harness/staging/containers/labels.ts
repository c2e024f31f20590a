import { currentOwner } from '../../process/owner.ts'
import type { RunLabel } from '../copy.ts'

/** The label that everything of ours in an engine carries; its value is the run's id. */
export const RUN_LABEL = 'fulldress.run'

/** Images that we built; the value is the folder that they were built from. One serves many runs, so it names none. */
export const BUILD_LABEL = 'fulldress.build'

/** The repository of those images; the tag tells one source from another. */
export const BUILD_REPOSITORY = 'fulldress-build'

/** What `clean` needs to tell a live run's containers and networks from those left behind. */
export function runLabels({ id }: RunLabel): Record<string, string> {
  const { pid, started, boot, host } = currentOwner()
  return {
    [RUN_LABEL]: id,
    'fulldress.pid': String(pid),
    'fulldress.started': started,
    'fulldress.boot': boot,
    'fulldress.host': host,
  }
}
