import { join, relative } from 'node:path'
import { readScriptCatalog } from '../database/script-catalog.ts'
import { scriptsOf } from '../migrator/scripts.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles } from '../model/step.ts'
import { scanScript } from '../scanners/scan.ts'
import type { Company } from './act.ts'

interface Scanned {
  /** The migration's, as `migration.examined` counts. */
  readonly number: number
  /** The database as it is before the step. */
  readonly address: DatabaseAddress
  /** File names in facts are relative to this folder (the spec's). */
  readonly root: string
}

/**
 * Records what the text of a step's files makes one expect, which the trace then confirms or refutes. What a file makes
 * of the catalog, those after it in the step are not told; the trace refutes what is wrong for that reason. A file that
 * cannot be read is not said to have been scanned: whoever applies it says why. The parser must be ready.
 */
export async function scanFiles(
  sql: SqlFiles,
  { journal }: Pick<Company, 'journal'>,
  { number, address, root }: Scanned,
): Promise<void> {
  const { lockTimeoutMs } = sql
  const catalog = await readScriptCatalog(address)
  const scriptOf = scriptsOf(sql)
  const files: string[] = []
  for (const name of sql.files) {
    const script = await scriptOf(name).catch(() => null)
    if (script === null) return
    const { text, transaction } = script
    const file = relative(root, join(sql.folder, name))
    for (const found of scanScript(file, { text, transaction: transaction !== false, lockTimeoutMs, catalog }))
      journal.record({ ...found, migration: number })
    files.push(file)
  }
  journal.record({ kind: 'scripts.scanned', migration: number, files })
}
