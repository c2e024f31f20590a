import { OWN_ROWS, READ_AS, relationName, usersSchema } from '../database/naming.ts'
import { connect, type Session } from '../database/session.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** What a migration may destroy, by the numbers that clones share with their template. */
export interface State {
  readonly tables: readonly CountedTable[]
  readonly columns: readonly { readonly table: number; readonly column: string }[]
  readonly indexes: readonly Index[]
}

interface CountedTable {
  readonly oid: number
  readonly relation: string
  readonly rows: number
}

interface Index {
  readonly oid: number
  readonly name: string
  readonly table: number
  readonly valid: boolean
  /** Without its own name. */
  readonly definition: string
}

type Survived = Pick<EntryOf<'rows.survived'>, 'tables' | 'columnsGone' | 'indexesInvalid' | 'indexesGone'>

const FROM = 'FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace'
const OURS = usersSchema('n.nspname')

/** Tables with their rows counted, columns and indexes of the users' own. */
export async function readState(address: DatabaseAddress): Promise<State> {
  await using session = await connect(address, 'fulldress')
  return await askState(session)
}

/** The same in a session that is there already. */
export async function askState(session: Session): Promise<State> {
  const tables = await session.query<{ oid: number; relation: string; sql: string }>(
    `SELECT c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS relation, ${READ_AS} AS sql
     ${FROM} WHERE ${OWN_ROWS} AND ${OURS} ORDER BY 2`,
  )
  const counts = tables.map(({ oid, sql }) => `SELECT ${oid}::int8 AS oid, count(*) AS rows FROM ${sql}`)
  const counted =
    counts.length === 0 ? [] : await session.query<{ oid: number; rows: number }>(counts.join(' UNION ALL '))
  const rows = new Map(counted.map((one) => [one.oid, one.rows]))
  return {
    tables: tables.map(({ oid, relation }) => ({ oid, relation, rows: rows.get(oid) ?? 0 })),
    columns: await session.query(
      `SELECT c.oid::int8 AS table, quote_ident(a.attname) AS column ${FROM} JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE ${OWN_ROWS} AND ${OURS} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.oid, a.attnum`,
    ),
    indexes: await session.query(
      `SELECT c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS name, i.indrelid::int8 AS table,
              i.indisvalid OR c.relkind = 'I' AS valid,
              replace(pg_get_indexdef(c.oid), ' ' || quote_ident(c.relname) || ' ON ', ' ON ') AS definition
       ${FROM} JOIN pg_index i ON i.indexrelid = c.oid WHERE ${OURS} ORDER BY 2`,
    ),
  }
}

/** What is gone: by name where clients use names, by number where a new name for the same thing destroys nothing. */
export function compareStates(before: State, after: State): Survived {
  const named = new Map(after.tables.map((table) => [table.relation, table]))
  const numbered = new Map(after.tables.map((table) => [table.oid, table]))
  const tables = before.tables.map(({ oid, relation, rows }) => {
    const renamed = named.has(relation) ? undefined : numbered.get(oid)?.relation
    const renamedTo = renamed === undefined ? {} : { renamedTo: renamed }
    return { relation, before: rows, after: named.get(relation)?.rows ?? null, ...renamedTo }
  })
  const relations = new Map(before.tables.map((table) => [table.oid, table.relation]))
  const nameOf = (oid: number) => (named.has(relations.get(oid) ?? '') ? named.get(relations.get(oid) ?? '')?.oid : oid)
  const columns = new Set(after.columns.map(({ table, column }) => `${table} ${column}`))
  const columnsGone = before.columns
    .filter(({ table, column }) => numbered.has(nameOf(table) ?? table) && !columns.has(`${nameOf(table)} ${column}`))
    .map(({ table, column }) => `${relations.get(table)}.${column}`)
  const valid = new Set(before.indexes.filter((index) => index.valid).map((index) => index.oid))
  const known = new Set(before.indexes.map((index) => index.oid))
  return {
    tables,
    columnsGone,
    indexesInvalid: after.indexes.filter((i) => !i.valid && (valid.has(i.oid) || !known.has(i.oid))).map((i) => i.name),
    indexesGone: before.indexes
      .filter((was) => numbered.has(was.table) && !after.indexes.some((is) => sameIndex(was, is)))
      .map((was) => was.name),
  }
}

/** Another index that does the same is no loss. */
function sameIndex(was: Index, is: Index): boolean {
  return was.oid === is.oid || was.name === is.name || (was.definition === is.definition && is.valid)
}
