import { clause, full, noMember, ours, owner } from './words.ts'

const FUNCTIONS = `
  SELECT CASE p.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' ELSE 'function ' END
         || ${full('n.nspname', 'p.proname')} || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS object,
         CASE p.prokind WHEN 'a' THEN
           (SELECT format('%s state %s final %s initially %s sort %s', a.aggtransfn, format_type(a.aggtranstype, NULL), a.aggfinalfn,
                          quote_nullable(a.agginitval), nullif(a.aggsortop, 0)::regoperator) FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
         ELSE pg_get_functiondef(p.oid) END || ${owner('p.proowner')} AS definition
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE ${ours('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`

const TRIGGERS = `
  SELECT 'trigger ' || ${full('n.nspname', 'c.relname', 'g.tgname')} AS object,
         pg_get_triggerdef(g.oid)
         || CASE g.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' DISABLED' WHEN 'R' THEN ' on replicas' ELSE ' always' END AS definition
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT g.tgisinternal AND ${ours('pg_trigger', 'g.oid')}`

const RULES = `
  SELECT 'rule ' || ${full('n.nspname', 'c.relname', 'r.rulename')} AS object,
         pg_get_ruledef(r.oid)
         || CASE r.ev_enabled WHEN 'O' THEN '' WHEN 'D' THEN ' DISABLED' WHEN 'R' THEN ' on replicas' ELSE ' always' END AS definition
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${ours('pg_class', 'c.oid')}`

const EVENT_TRIGGERS = `
  SELECT 'event trigger ' || quote_ident(e.evtname) AS object,
         format('on %s execute %s enabled %s', e.evtevent, e.evtfoid::regprocedure, e.evtenabled)
         || ${clause('when', "array_to_string(e.evttags, ', ')")} || ${owner('e.evtowner')} AS definition
  FROM pg_event_trigger e WHERE ${noMember('pg_event_trigger', 'e.oid')}`

/** Queries for code that the database runs. */
export const PROGRAMS = [FUNCTIONS, TRIGGERS, RULES, EVENT_TRIGGERS] as const
