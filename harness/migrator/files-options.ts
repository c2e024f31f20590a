import type { Attendant } from '../database/attendant.ts'
import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles } from '../model/step.ts'

/** How files are applied, wherever they come from. */
export interface FilesOptions {
  readonly address: DatabaseAddress
  readonly sql: Pick<SqlFiles, 'lock' | 'lockTimeoutMs' | 'retries' | 'timeoutMs'>
  /** Where `statement.ran` goes; null on clones and while seeding. */
  readonly recordAs: { readonly record: Recorder; readonly act: 'upgrade' | 'rollback'; readonly step: number } | null
  readonly attendant?: Attendant | undefined
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}
