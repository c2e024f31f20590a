import { join, relative } from 'node:path'
import type { Step } from '../model/step.ts'
import { withoutDownFile } from './sql-files.ts'

/**
 * A word on each up file without a down file where its neighbours have one: most likely it was forgotten, unless it is
 * declared to have no way back.
 */
export function withoutWayBack(
  upgrade: readonly Step[],
  folder: string,
  irreversible: Readonly<Record<string, string>>,
): readonly string[] {
  const words = upgrade.flatMap((step) => {
    if (step.kind !== 'migrate' || !('sql' in step) || step.sql.direction !== 'up') return []
    return withoutDownFile(step.sql).flatMap((name) => {
      const file = relative(folder, join(step.sql.folder, name))
      if (name in irreversible || file in irreversible) return []
      return `${file} has no ${name.replace(/\.up\.sql$/, '.down.sql')} beside it, as other files of its folder have: the rollback will not undo it`
    })
  })
  return [...new Set(words)]
}
