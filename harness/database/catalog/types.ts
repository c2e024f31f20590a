import { clause, full, ours, owner } from './words.ts'

const TYPE = `
  SELECT CASE t.typtype WHEN 'd' THEN 'domain ' WHEN 'e' THEN 'enum ' WHEN 'r' THEN 'range ' ELSE 'type ' END || ${full('n.nspname', 't.typname')} AS object,
         CASE t.typtype
           WHEN 'e' THEN (SELECT coalesce(string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder), 'without labels')
                                     FROM pg_enum e WHERE e.enumtypid = t.oid)
           WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod)
                || CASE WHEN t.typnotnull THEN ' not null' ELSE '' END
                || ${clause('default', 't.typdefault')}
                || ${clause('collate', 'nullif(t.typcollation, (SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype))::regcollation')}
           WHEN 'r' THEN (SELECT format('range of %s %s %s %s', format_type(r.rngsubtype, NULL), r.rngcanonical, r.rngsubdiff,
                                        nullif(r.rngcollation, 0)::regcollation) FROM pg_range r WHERE r.rngtypid = t.oid)
           WHEN 'c' THEN 'composite'
           ELSE format('base %s %s %s', t.typinput, t.typoutput, t.typlen)
         END || ${owner('t.typowner')} AS definition
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE ${ours('pg_type', 't.oid')} AND t.typtype IN ('b', 'c', 'd', 'e', 'r')
    AND (t.typrelid = 0 OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)`

const COLLATIONS = `
  SELECT 'collation ' || ${full('n.nspname', 'c.collname')} AS object,
         concat_ws(' ', 'provider', c.collprovider, to_jsonb(c) ->> 'collcollate', to_jsonb(c) ->> 'collctype',
                   coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'),
                   CASE WHEN NOT c.collisdeterministic THEN 'not deterministic' END)
         || ${owner('c.collowner')} AS definition
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  WHERE ${ours('pg_collation', 'c.oid')}`

const CASTS = `
  SELECT format('cast (%s as %s)', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)) AS object,
         format('%s %s %s', k.castmethod, k.castcontext, nullif(k.castfunc, 0)::regprocedure) AS definition
  FROM pg_cast k
  WHERE k.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = 'pg_cast'::regclass AND m.objid = k.oid AND m.deptype = 'e')`

const OPERATORS = `
  SELECT format('operator %s.%s (%s, %s)', quote_ident(n.nspname), o.oprname, nullif(o.oprleft, 0)::regtype, o.oprright::regtype) AS object,
         format('%s returns %s commutator %s negator %s restrict %s join %s hashes %s merges %s', o.oprcode, o.oprresult::regtype,
                nullif(o.oprcom, 0)::regoperator, nullif(o.oprnegate, 0)::regoperator, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge)
         || ${owner('o.oprowner')} AS definition
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
  WHERE ${ours('pg_operator', 'o.oid')}`

const OPERATOR_CLASSES = `
  SELECT format('operator class %s using %s', ${full('n.nspname', 'c.opcname')}, m.amname) AS object,
         format('for %s default %s', format_type(c.opcintype, NULL), c.opcdefault) || ${owner('c.opcowner')} AS definition
  FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
  WHERE ${ours('pg_opclass', 'c.oid')}`

const TEXT_SEARCH = `
  SELECT 'text search configuration ' || ${full('n.nspname', 'c.cfgname')} AS object,
         (SELECT coalesce(string_agg(format('%s: %s', k.maptokentype, k.mapdict::regdictionary), ', ' ORDER BY k.maptokentype, k.mapseqno), 'nothing')
          FROM pg_ts_config_map k WHERE k.mapcfg = c.oid) || ${owner('c.cfgowner')} AS definition
  FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
  WHERE ${ours('pg_ts_config', 'c.oid')}
  UNION ALL
  SELECT 'text search dictionary ' || ${full('n.nspname', 'd.dictname')},
         format('%s %s', (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = d.dicttemplate), d.dictinitoption) || ${owner('d.dictowner')}
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
  WHERE ${ours('pg_ts_dict', 'd.oid')}`

/** Queries for types, and what makes values comparable and searchable. */
export const TYPES = [TYPE, COLLATIONS, CASTS, OPERATORS, OPERATOR_CLASSES, TEXT_SEARCH] as const
