import { openClones } from '../../companions/clones.ts'
import type { MigrationError } from '../../companions/migration.ts'
import { applyScripts } from '../../migrator/apply.ts'
import type { Script } from '../../migrator/layouts/layout.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { PATIENCE_MS } from './tool.ts'

/** A table, column, object, function or schema that is not there. */
const UNDEFINED: ReadonlySet<string> = new Set(['42P01', '42703', '42704', '42883', '3F000'])

/** What passes over things that are not there says nothing of what it needs. */
const PASSES_OVER = /\bif\s+exists\b/i

export interface EarlierOptions {
  /** Whether a base was applied. */
  readonly based: boolean
  readonly lockTimeoutMs: number | null
  readonly signal: AbortSignal
}

/**
 * Whether a named migration needs those before it in its folder. A base may be where the folder begins, or a dump of
 * production that has them all: applied to that once more they fail, or change what is to be measured.
 */
export async function needsEarlier(
  script: Script,
  ground: DatabaseAddress,
  { based, lockTimeoutMs, signal }: EarlierOptions,
): Promise<boolean> {
  if (!based || PASSES_OVER.test(script.text)) return true
  await using clones = await openClones({ ...ground, database: 'postgres' }, ground.database)
  const address = await clones.make()
  try {
    await applyScripts([script], { address, lockTimeoutMs, timeoutMs: PATIENCE_MS, progress: () => undefined, signal })
    return false
  } catch (error) {
    signal.throwIfAborted()
    return UNDEFINED.has((error as Partial<MigrationError>).sqlstate ?? '')
  }
}
