/** A name or a text as SQL writes it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** SQL that names a relation as facts do: `orders` in public, `billing.invoices` elsewhere. */
export function relationName(schema: string, name: string): string {
  return `CASE WHEN ${schema} = 'public' THEN '' ELSE quote_ident(${schema}) || '.' END || quote_ident(${name})`
}

/** SQL that keeps the users' schemas: PostgreSQL reserves names beginning with pg_ for itself. */
export function usersSchema(name: string): string {
  return `${name} !~ '^pg_' AND ${name} <> 'information_schema'`
}

/** SQL that keeps tables which hold rows of their own; those of a partition belong to its parent. Expects pg_class as `c`. */
export const OWN_ROWS = "c.relkind IN ('r', 'p') AND NOT c.relispartition"

/** SQL for what stands after FROM to read exactly those rows: children by inheritance are tables of their own. */
export const READ_AS = "CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || format('%I.%I', n.nspname, c.relname)"
