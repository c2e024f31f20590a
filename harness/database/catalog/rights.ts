import { clause, full, ours, sorted } from './words.ts'

const POLICIES = `
  SELECT 'policy ' || ${full('n.nspname', 'c.relname', 'p.polname')} AS object,
         CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END || ' for ' || p.polcmd::text
         || ' to ' || (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ', ' ORDER BY pg_get_userbyid(r))
                       FROM unnest(p.polroles) AS r)
         || ${clause('using', 'pg_get_expr(p.polqual, p.polrelid)')}
         || ${clause('check', 'pg_get_expr(p.polwithcheck, p.polrelid)')} AS definition
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ours('pg_policy', 'p.oid')}`

/** Privileges in an order of their own; `*` as in psql's \\dp: may be passed on. */
function acl(list: string): string {
  return `(SELECT coalesce(string_agg(format('%s%s to %s by %s', x.privilege_type, CASE WHEN x.is_grantable THEN '*' END,
      CASE x.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(x.grantee)::text END, pg_get_userbyid(x.grantor)),
      ', ' ORDER BY x.grantee = 0 DESC, pg_get_userbyid(x.grantee), x.privilege_type, pg_get_userbyid(x.grantor)), 'nobody')
    FROM aclexplode(${list}) AS x)`
}

/** Rights that were never touched are NULL, those granted and taken back are the default spelled out: both are no object. */
const GRANTS = `
  SELECT g.object, g.granted AS definition
  FROM (
    SELECT s.object, ${acl('s.acl')} AS granted, ${acl('acldefault(s.kind, s.owner)')} AS usual
    FROM (
      SELECT 'grants on ' || CASE c.relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'table ' END
             || ${full('n.nspname', 'c.relname')} AS object, c.relacl AS acl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS kind, c.relowner AS owner
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND ${ours('pg_class', 'c.oid')}
      UNION ALL
      SELECT 'grants on column ' || ${full('n.nspname', 'c.relname', 'a.attname')}, a.attacl, 'c', c.relowner
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${ours('pg_class', 'c.oid')}
      UNION ALL
      SELECT 'grants on function ' || ${full('n.nspname', 'p.proname')} || '(' || pg_get_function_identity_arguments(p.oid) || ')',
             p.proacl, 'f', p.proowner
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours('pg_proc', 'p.oid')}
      UNION ALL
      SELECT 'grants on type ' || ${full('n.nspname', 't.typname')}, t.typacl, 'T', t.typowner
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${ours('pg_type', 't.oid')}
      UNION ALL
      SELECT 'grants on schema ' || quote_ident(n.nspname), n.nspacl, 'n', n.nspowner
      FROM pg_namespace n WHERE ${ours('pg_namespace', 'n.oid')}
      UNION ALL
      SELECT 'grants on database', d.datacl, 'd', d.datdba FROM pg_database d WHERE d.datname = current_database()
    ) AS s WHERE s.acl IS NOT NULL
  ) AS g WHERE g.granted <> g.usual`

const DEFAULT_PRIVILEGES = `
  SELECT format('default privileges of %s on %s%s', pg_get_userbyid(d.defaclrole),
                CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                                     WHEN 'n' THEN 'schemas' ELSE 'large objects' END,
                ' in schema ' || quote_ident(n.nspname)) AS object,
         ${acl('d.defaclacl')} AS definition
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace`

const SETTINGS = `
  SELECT 'settings of ' || CASE s.setrole WHEN 0 THEN 'database' ELSE 'role ' || pg_get_userbyid(s.setrole) || ' in database' END AS object,
         ${sorted('s.setconfig')} AS definition
  FROM pg_db_role_setting s WHERE s.setdatabase = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())`

/** Queries for who may do what, and how sessions begin. */
export const RIGHTS = [POLICIES, GRANTS, DEFAULT_PRIVILEGES, SETTINGS] as const
