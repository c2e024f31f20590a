import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles } from '../model/step.ts'

export interface ApplyOptions {
  readonly address: DatabaseAddress
  readonly sql: SqlFiles
  /** File names in facts and messages are relative to this folder (the spec's). */
  readonly root: string
  /** Where `statement.ran` goes; null on clones and while seeding. */
  readonly recordAs: { readonly record: Recorder; readonly act: 'upgrade' | 'rollback'; readonly step: number } | null
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** Applies SQL files in order. Rejects at the first that fails, with an error whose message names file and line. */
export async function applySql(_options: ApplyOptions): Promise<void> {
  throw new Error('not built yet')
}
