import { askScriptCatalog, readScriptCatalog } from '../../database/script-catalog.ts'
import type { Session } from '../../database/session.ts'
import type { Recorder } from '../../model/evidence.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { scanScript } from '../../scanners/scan.ts'
import type { ScriptTurn } from './programme.ts'

export interface ScanOptions {
  /** The database as it is before the script. */
  readonly address: DatabaseAddress
  /** A session there that is open already. */
  readonly lookout: Session | undefined
  readonly number: number
  readonly lockTimeoutMs: number | null
  readonly record: Recorder
}

/** Records what the text of a script makes one expect, which its trace then confirms or refutes. */
export async function scan(
  { script }: ScriptTurn,
  { address, lookout, number, lockTimeoutMs, record }: ScanOptions,
): Promise<void> {
  const { file, text } = script
  const transaction = script.transaction !== false
  const catalog = await (lookout === undefined ? readScriptCatalog(address) : askScriptCatalog(lookout))
  for (const found of scanScript(file, { text, transaction, lockTimeoutMs, catalog }))
    record({ ...found, migration: number })
}
