import type { Session } from '../session.ts'
import { countRows } from './insert.ts'
import { readTable, type Table } from './table.ts'

export interface Task {
  readonly table: Table
  readonly rows: number
}

/** A parent that nobody asked for gets a few rows where it has none, so that children have somebody to refer to. */
const PARENTS = 1_000

/** Tables with how many rows each is to have, parents before their children; of a cycle, as it comes. */
export async function tasksOf(session: Session, asked: readonly number[], rows: number): Promise<readonly Task[]> {
  const tasks: Task[] = []
  const visited = new Set<number>()
  const visit = async (oid: number, wanted: number) => {
    if (visited.has(oid)) return
    visited.add(oid)
    const table = await readTable(session, oid)
    for (const { parent, columns, implied } of table.foreignKeys) {
      if (implied && !asked.includes(parent)) continue
      const single = table.uniques.some((key) => key.columns.every((column) => columns.includes(column)))
      await visit(parent, asked.includes(parent) || single ? wanted : Math.min(wanted, PARENTS))
    }
    if (asked.includes(oid) || wanted > PARENTS || (await countRows(session, table)) === 0) {
      tasks.push({ table, rows: asked.includes(oid) ? rows : wanted })
    }
  }
  for (const oid of asked) await visit(oid, rows)
  return tasks
}
