import type { DatabaseDescription } from '../../../harness/model/stage.ts'

/** One change of a schema, made on a copy of the base, and what the digest has to say of it. */
export interface Difference {
  readonly statement: string
  /** Must be among the objects that differ. */
  readonly object: string
  /** Run before either digest is taken, where the base does not hold what the statement changes. */
  readonly before?: string
  /** Undoes what belongs to the server and not to the copy. */
  readonly undo?: string
  /** The first version that has the statement. */
  readonly since?: DatabaseDescription['version']
  /** Of columns moved and nothing lost: told by `columnOrderDifferences` alone. */
  readonly orderOnly?: true
}

export type DifferencesOf = readonly Difference[]

/** Most differences are a statement and the object it changes. */
export function each(rows: readonly (readonly [statement: string, object: string])[]): DifferencesOf {
  return rows.map(([statement, object]) => ({ statement, object }))
}
