import { usersSchema } from './naming.ts'
import type { Session } from './session.ts'

/**
 * Where every sequence of the users stands: `public.orders_id_seq` → `41 called`, which hands out 42 next. The view
 * pg_sequences does not tell one that was set back from one that was never asked, so each is read by itself.
 */
export async function sequencePositions(session: Session): Promise<ReadonlyMap<string, string>> {
  const sequences = await session.query<{ name: string; selected: string }>(SEQUENCES)
  if (sequences.length === 0) return new Map()
  const positions = await session.query<{ name: string; position: string }>(
    sequences.map(({ selected }) => selected).join(' UNION ALL '),
  )
  return new Map(positions.map(({ name, position }) => [name, position]))
}

const SEQUENCES = `
  SELECT q.name, format(
           'SELECT %L AS name, last_value || CASE WHEN is_called THEN '' called'' ELSE '' next'' END AS position FROM %s',
           q.name, q.name) AS selected
  FROM (
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'S' AND ${usersSchema('n.nspname')}) AS q
  ORDER BY 1`
