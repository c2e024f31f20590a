import { below, clause, flag, maybe, noMember, OWN, owner, type Part } from './words.ts'

/** What CREATE AGGREGATE says of an aggregate, for pg_get_functiondef refuses them. */
const AGGREGATE = `(SELECT concat_ws(', ', 'kind ' || a.aggkind::text, 'direct ' || nullif(a.aggnumdirectargs, 0),
    'state ' || a.aggtransfn::text, 'of ' || format_type(a.aggtranstype, NULL), 'space ' || nullif(a.aggtransspace, 0),
    'initially ' || quote_nullable(a.agginitval), 'final ' || ${maybe('a.aggfinalfn')},
    CASE WHEN a.aggfinalextra THEN 'extra' END, 'modifies ' || a.aggfinalmodify::text,
    'combine ' || ${maybe('a.aggcombinefn')}, 'serial ' || ${maybe('a.aggserialfn')}, 'deserial ' || ${maybe('a.aggdeserialfn')},
    'sort ' || ${maybe('a.aggsortop', 'regoperator')}, 'moving ' || ${maybe('a.aggmtransfn')}, 'back ' || ${maybe('a.aggminvtransfn')},
    'of ' || format_type(nullif(a.aggmtranstype, 0), NULL), 'space ' || nullif(a.aggmtransspace, 0),
    'initially ' || quote_literal(a.aggminitval), 'final ' || ${maybe('a.aggmfinalfn')},
    CASE WHEN a.aggmfinalextra THEN 'extra' END, 'modifies ' || a.aggmfinalmodify::text, 'parallel ' || p.proparallel::text,
    'arguments ' || pg_get_function_arguments(p.oid)) FROM pg_aggregate a WHERE a.aggfnoid = p.oid)`

export const KIND = "CASE p.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' ELSE 'function ' END"

const FUNCTIONS = `
  SELECT ${KIND} || ${below('n', 'p.proname')} || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS object,
         CASE p.prokind WHEN 'a' THEN ${AGGREGATE} ELSE rtrim(pg_get_functiondef(p.oid), E'\\n') END || ${owner('p.proowner')} AS definition
  FROM pg_proc p JOIN space n ON n.oid = p.pronamespace
  WHERE ${noMember('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`

function enabled(column: string): string {
  return `CASE ${column} WHEN 'O' THEN '' WHEN 'D' THEN ', DISABLED' WHEN 'R' THEN ', on replicas' ELSE ', always' END`
}

/** A trigger that a partition has from its parent can be off there alone. */
const TRIGGERS = `
  SELECT 'trigger ' || ${below('n', 'c.relname')} || '.' || quote_ident(g.tgname),
         pg_get_triggerdef(g.oid) || ${flag('g.tgparentid <> 0', 'inherited')} || ${enabled('g.tgenabled')}
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN space n ON n.oid = c.relnamespace
  WHERE NOT g.tgisinternal AND ${noMember('pg_trigger', 'g.oid')}`

const RULES = `
  SELECT 'rule ' || ${below('c', 'r.rulename')},
         pg_get_ruledef(r.oid) || ${enabled('r.ev_enabled')}
  FROM pg_rewrite r JOIN relation c ON c.oid = r.ev_class
  WHERE r.rulename <> '_RETURN'`

const EVENT_TRIGGERS = `
  SELECT 'event trigger ' || quote_ident(e.evtname),
         format('on %s execute %s', e.evtevent, e.evtfoid::regprocedure) || ${enabled('e.evtenabled')}
         || ${clause('when', "array_to_string(e.evttags, ', ')")} || ${owner('e.evtowner')}
  FROM pg_event_trigger e WHERE ${noMember('pg_event_trigger', 'e.oid')}`

const LANGUAGES = `
  SELECT 'language ' || quote_ident(l.lanname),
         CASE WHEN l.lanpltrusted THEN 'trusted' ELSE 'untrusted' END || ${clause('handler', maybe('l.lanplcallfoid'))}
         || ${clause('inline', maybe('l.laninline'))} || ${clause('validator', maybe('l.lanvalidator'))} || ${owner('l.lanowner')}
  FROM pg_language l WHERE l.oid >= 16384 AND ${noMember('pg_language', 'l.oid')}`

/** Queries for code that the database runs. */
export const PROGRAMS: readonly Part[] = [
  { sql: FUNCTIONS, where: `pg_proc WHERE ${OWN}` },
  { sql: TRIGGERS, where: 'pg_trigger WHERE NOT tgisinternal' },
  { sql: RULES, where: `pg_rewrite WHERE ${OWN} AND rulename <> '_RETURN'` },
  { sql: EVENT_TRIGGERS, where: 'pg_event_trigger' },
  { sql: LANGUAGES, where: `pg_language WHERE ${OWN}` },
]
