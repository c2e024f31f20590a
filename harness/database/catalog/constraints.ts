import { below, clause, flag, inherited, noMember, type Part } from './words.ts'

/**
 * NOT VALID is a part of the definition. From version 18 on NOT NULL is a constraint too, 17 has them for domains: column
 * or domain say it already, unless it has a name of its own, has not been validated or is not inherited. Foreign keys
 * live by internal triggers: ALTER TABLE … DISABLE TRIGGER ALL leaves the constraint as it was, and dead.
 */
const CONSTRAINT = `
  SELECT 'constraint ' || ${below('o', 'k.conname')} AS object,
         pg_get_constraintdef(k.oid)
         || ${flag("NOT k.convalidated AND k.contype = 'n'", 'not validated')}
         || ${clause('', inherited('k.coninhcount', 'k.conislocal'))}
         || ${clause('triggers', 'g.enabled')} AS definition
  FROM pg_constraint k
  JOIN (SELECT c.oid AS relid, 0::oid AS typid, c.name, c.relname AS short FROM relation c
        UNION ALL SELECT 0, t.oid, ${below('n', 't.typname')}, t.typname FROM pg_type t JOIN space n ON n.oid = t.typnamespace
        WHERE t.typtype = 'd' AND ${noMember('pg_type', 't.oid')}) AS o ON o.relid = k.conrelid AND o.typid = k.contypid
  LEFT JOIN (SELECT g.tgconstraint, string_agg(DISTINCT g.tgenabled::text, ' ') AS enabled FROM pg_trigger g
             WHERE g.tgconstraint <> 0 AND g.tgisinternal AND g.tgenabled <> 'O' GROUP BY g.tgconstraint) AS g ON g.tgconstraint = k.oid
  WHERE k.contype <> 't'
    AND NOT (k.contype = 'n' AND k.convalidated AND NOT k.connoinherit AND k.coninhcount = 0 AND k.conname = concat_ws('_', o.short,
      (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]), 'not_null'))`

/** Queries for constraints of tables and of domains. */
export const CONSTRAINTS: readonly Part[] = [{ sql: CONSTRAINT }]
