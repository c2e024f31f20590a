import { delimiter, dirname, join } from 'node:path'
import type { StagingOptions } from '../copy.ts'

/** Environment variable by which `clean` finds the programs of a run. */
const RUN_VARIABLE = 'FULLDRESS_RUN'

/** What a service or a command sees before its own environment: where programs are, a home of the run's, UTC. */
export function baseEnvironment(
  { run, temporary }: Pick<StagingOptions, 'run'> & { readonly temporary: string },
  source: string | null,
): Record<string, string> {
  const own = source === null ? [] : [join(source, 'node_modules', '.bin')]
  const PATH = [...own, dirname(process.execPath), process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter)
  return { PATH, HOME: temporary, TMPDIR: temporary, LANG: 'C.UTF-8', TZ: 'UTC', [RUN_VARIABLE]: run.id }
}
