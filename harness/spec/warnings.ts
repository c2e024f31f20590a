import { join, relative } from 'node:path'
import type { Step } from '../model/step.ts'
import { withoutDownFile } from './sql-files.ts'

/** A word on each up file without a down file where its neighbours have one: most likely it was forgotten. */
export function withoutWayBack(upgrade: readonly Step[], folder: string): readonly string[] {
  const words = upgrade.flatMap((step) => {
    if (step.kind !== 'migrate' || !('sql' in step) || step.sql.direction !== 'up') return []
    return withoutDownFile(step.sql).map((name) => {
      const file = relative(folder, join(step.sql.folder, name))
      return `${file} has no ${name.replace(/\.up\.sql$/, '.down.sql')} beside it, as other files of its folder have: the rollback will not undo it`
    })
  })
  return [...new Set(words)]
}
