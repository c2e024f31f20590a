import type { Session } from '../session.ts'
import type { Table } from './table.ts'

/**
 * Columns that tell the rows of a table apart: its primary key, or a unique index over columns that are never NULL. The
 * smallest where several would serve; none where no index promises it. Columns of a materialised view are never declared
 * to be so, and its unique index has to do.
 */
export async function keyColumns(session: Session, { sql, key: known, query }: Table): Promise<readonly string[]> {
  if (known !== undefined) return known
  const [key] = await session.query<{ columns: readonly string[] }>(
    `SELECT array_agg(quote_ident(a.attname) ORDER BY k.place) AS columns
     FROM pg_index i
     CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND (a.attnotnull OR $2)
     WHERE i.indrelid = $1::regclass AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL
       AND k.place <= i.indnkeyatts
     GROUP BY i.indexrelid, i.indisprimary, i.indnkeyatts
     HAVING count(*) = count(a.attname)
     ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
     LIMIT 1`,
    [sql.replace(/^ONLY /, ''), query !== undefined],
  )
  return key?.columns ?? []
}
