import type { Attendant } from '../database/attendant.ts'
import { countStatements } from '../migrator/apply.ts'
import type { SqlFiles } from '../model/step.ts'
import type { Scene } from './scene.ts'

/** Tells whoever looks on how many statements of the seed are done; undefined where nobody does, or nobody can count them. */
export async function countSeeding(
  { part }: Pick<Scene, 'part'>,
  sql: SqlFiles,
  root: string,
): Promise<Attendant | undefined> {
  const of = part === undefined ? null : await countStatements({ sql, root })
  if (of === null) return undefined
  let done = 0
  return {
    before: () => Promise.resolve(),
    after(_, { text }) {
      // The COMMIT that ends a file is ours, and an attempt may be made again.
      if (text !== 'COMMIT') part?.({ doing: 'loading', done: Math.min(of, ++done), of, unit: 'statements' })
      return Promise.resolve()
    },
  }
}
