import type { Session } from '../session.ts'
import { readType, type Type } from './type.ts'

export interface Column {
  readonly name: string
  /** Of a domain, the type below it. */
  readonly type: Type
  /** As SQL writes the type below all domains, `character varying(20)`. */
  readonly typeSql: string
  /** What the type is limited to: the length of `varchar(20)`, precision and scale of `numeric(10,2)`. */
  readonly limit: Limit
  readonly notNull: boolean
  readonly default: string | null
  /** Its default or identity draws from this sequence, as SQL names it. */
  readonly sequence: string | null
}

export interface Limit {
  readonly length: number | null
  readonly precision: number | null
  readonly scale: number
}

interface Row {
  readonly name: string
  readonly type: number
  readonly typmod: number
  readonly notNull: boolean
  readonly default: string | null
  readonly sequence: string | null
}

/** Columns that a row is to be given values for: generated ones compute their own. */
export async function readColumns(session: Session, table: number): Promise<readonly Column[]> {
  const columns: Column[] = []
  for (const row of await session.query<Row>(COLUMNS, [table])) {
    const type = await readType(session, row.type)
    const typmod = type.typmod === -1 ? row.typmod : type.typmod
    const [spelled] = await session.query<{ sql: string }>('SELECT format_type($1, $2) AS sql', [type.oid, typmod])
    columns.push({
      name: row.name,
      type,
      typeSql: spelled?.sql ?? type.sql,
      limit: limitOf(type, typmod),
      notNull: row.notNull || type.notNull,
      default: row.default,
      sequence: row.sequence,
    })
  }
  return columns
}

/** The server keeps a length plus 4, and precision and scale side by side above 4. */
function limitOf({ name }: Type, typmod: number): Limit {
  const none = { length: null, precision: null, scale: 0 }
  if (typmod < 0) return name === 'bpchar' || name === 'bit' ? { ...none, length: 1 } : none
  if (name === 'varchar' || name === 'bpchar') return { ...none, length: typmod - 4 }
  if (name === 'bit' || name === 'varbit') return { ...none, length: typmod }
  if (name === 'numeric') return { ...none, precision: ((typmod - 4) >> 16) & 0xffff, scale: (typmod - 4) & 0x7ff }
  return none
}

const COLUMNS = `
  SELECT a.attname AS name, a.atttypid::int8 AS type, a.atttypmod AS typmod, a.attnotnull AS "notNull",
         pg_get_expr(d.adbin, d.adrelid) AS default,
         (SELECT format('%I.%I', n.nspname, s.relname)
          FROM pg_depend o JOIN pg_class s ON s.oid = o.objid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
          WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid
            AND o.refobjsubid = a.attnum AND o.deptype IN ('a', 'i')
            AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ '^nextval') LIMIT 1) AS sequence
  FROM pg_attribute a
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY a.attnum`
