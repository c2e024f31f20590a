import { below, clause, flag, maybe, noMember, OWN, owner, type Part } from './words.ts'

/** Stored as text at its creation, a domain's default may be spelled for another search path than ours. */
const DOMAIN = `format_type(t.typbasetype, t.typtypmod) || ${flag('t.typnotnull', 'not null')}
  || ${clause('default', "pg_get_expr(t.typdefaultbin, 'pg_type'::regclass)")}
  || ${clause('collate', 'nullif(t.typcollation, (SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype))::regcollation')}`

const RANGE = `(SELECT format('range of %s, multirange %s', format_type(r.rngsubtype, NULL), format_type(r.rngmultitypid, NULL))
  || ${clause('class', `(SELECT ${below('s', 'o.opcname')} FROM pg_opclass o JOIN (SELECT m.oid, quote_ident(m.nspname) AS name FROM pg_namespace m) AS s ON s.oid = o.opcnamespace WHERE o.oid = r.rngsubopc AND NOT (o.opcdefault AND o.oid < 16384))`)}
  || ${clause('collate', 'nullif(r.rngcollation, 0)::regcollation')}
  || ${clause('canonical', maybe('r.rngcanonical'))} || ${clause('difference', maybe('r.rngsubdiff'))} FROM pg_range r WHERE r.rngtypid = t.oid)`

const LABELS = `(SELECT coalesce(string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder), 'without labels')
  FROM pg_enum e WHERE e.enumtypid = t.oid)`

/** Attributes of a composite type are taken by position, in ROW(…) and in its text: their order is a part of it. */
const COMPOSITE = `'composite (' || coalesce((SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
  WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '') || ')'`

const BASE = `format('base, input %s, output %s, length %s, alignment %s, storage %s, category %s, delimiter %s',
    t.typinput, t.typoutput, t.typlen, t.typalign, t.typstorage, t.typcategory, t.typdelim)
  || ${flag('t.typbyval', 'by value')} || ${flag('t.typispreferred', 'preferred')} || ${flag('t.typcollation <> 0', 'collatable')}
  || ${clause('receive', maybe('t.typreceive'))} || ${clause('send', maybe('t.typsend'))}
  || ${clause('modifier in', maybe('t.typmodin'))} || ${clause('modifier out', maybe('t.typmodout'))}
  || ${clause('analyze', maybe('t.typanalyze'))} || ${clause('subscript', maybe('t.typsubscript'))}
  || ${clause('element', maybe('t.typelem', 'regtype'))} || ${clause('default', 't.typdefault')}`

const TYPE = `
  SELECT CASE t.typtype WHEN 'd' THEN 'domain ' WHEN 'e' THEN 'enum ' WHEN 'r' THEN 'range ' ELSE 'type ' END
         || ${below('n', 't.typname')} AS object,
         CASE t.typtype WHEN 'e' THEN ${LABELS} WHEN 'd' THEN ${DOMAIN} WHEN 'r' THEN ${RANGE} WHEN 'c' THEN ${COMPOSITE}
           WHEN 'p' THEN 'not defined yet' ELSE ${BASE} END || ${owner('t.typowner')} AS definition
  FROM pg_type t
  JOIN space n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE ${noMember('pg_type', 't.oid')} AND t.typtype <> 'm' AND (t.typrelid = 0 OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)`

const COLLATIONS = `
  SELECT 'collation ' || ${below('n', 'c.collname')},
         'provider ' || c.collprovider::text || ${clause('locale', "concat_ws(' ', j ->> 'collcollate', j ->> 'collctype', j ->> 'colllocale', j ->> 'colliculocale')")}
         || ${clause('rules', "j ->> 'collicurules'")} || ${clause('encoding', 'nullif(c.collencoding, -1)')}
         || ${flag('NOT c.collisdeterministic', 'not deterministic')} || ${owner('c.collowner')}
  FROM pg_collation c JOIN space n ON n.oid = c.collnamespace CROSS JOIN LATERAL to_jsonb(c) AS j
  WHERE ${noMember('pg_collation', 'c.oid')}`

const CASTS = `
  SELECT format('cast (%s as %s)', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)),
         format('method %s, context %s', k.castmethod, k.castcontext) || ${clause('function', maybe('k.castfunc', 'regprocedure'))}
  FROM pg_cast k
  WHERE k.oid >= 16384 AND ${noMember('pg_cast', 'k.oid')}
    AND NOT EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = k.castsource AND r.rngmultitypid = k.casttarget)`

const CONVERSIONS = `
  SELECT 'conversion ' || ${below('n', 'c.conname')},
         format('%s to %s by %s', pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc)
         || ${flag('c.condefault', 'default')} || ${owner('c.conowner')}
  FROM pg_conversion c JOIN space n ON n.oid = c.connamespace
  WHERE ${noMember('pg_conversion', 'c.oid')}`

const TRANSFORMS = `
  SELECT format('transform for %s language %s', format_type(f.trftype, NULL), quote_ident(l.lanname)),
         concat_ws(', ', 'from SQL ' || ${maybe('f.trffromsql', 'regprocedure')}, 'to SQL ' || ${maybe('f.trftosql', 'regprocedure')})
  FROM pg_transform f JOIN pg_language l ON l.oid = f.trflang
  WHERE ${noMember('pg_transform', 'f.oid')}`

/** Queries for types, and what turns one into another. */
export const TYPES: readonly Part[] = [
  {
    sql: TYPE,
    where: `pg_type WHERE ${OWN} AND (typtype IN ('d', 'e', 'r', 'p') OR typtype = 'b' AND typelem = 0 OR typtype = 'c' AND typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c'))`,
  },
  { sql: COLLATIONS, where: `pg_collation WHERE ${OWN}` },
  { sql: CASTS, where: `pg_cast WHERE ${OWN}` },
  { sql: CONVERSIONS, where: `pg_conversion WHERE ${OWN}` },
  { sql: TRANSFORMS, where: 'pg_transform' },
]
