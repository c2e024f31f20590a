import type { RangeVar } from './node.ts'

/** Words that PostgreSQL's quote_ident() puts in quotes: https://www.postgresql.org/docs/current/sql-keywords-appendix.html */
const KEYWORDS = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
   character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
   current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
   else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
   in initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit
   localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or order
   out outer overlaps overlay placing position precision primary real references returning right row select session_user
   setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim
   true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement
   xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
)

/** A name as PostgreSQL writes it: in quotes only where it must be. */
export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !KEYWORDS.has(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** A relation as facts name it: `orders`, or `billing.invoices` outside public. */
export function relationNamed(words: readonly string[]): string {
  const [name = '', schema = 'public'] = words.toReversed()
  return schema === 'public' ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`
}

/** The relation that a statement names; null where it names none. */
export function relationOf(range: RangeVar | undefined): string | null {
  if (range?.relname === undefined) return null
  return relationNamed(range.schemaname === undefined ? [range.relname] : [range.schemaname, range.relname])
}
