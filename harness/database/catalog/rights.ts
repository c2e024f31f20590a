import { KIND } from './programs.ts'
import { below, clause, type Part, sorted } from './words.ts'

const POLICIES = `
  SELECT 'policy ' || ${below('n', 'c.relname')} || '.' || quote_ident(p.polname) AS object,
         CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END
         || CASE p.polcmd WHEN 'r' THEN ' for select' WHEN 'a' THEN ' for insert' WHEN 'w' THEN ' for update' WHEN 'd' THEN ' for delete' ELSE '' END
         || ' to ' || (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(r)) END, ', ' ORDER BY pg_get_userbyid(r))
                       FROM unnest(p.polroles) AS r)
         || ${clause('using', 'pg_get_expr(p.polqual, p.polrelid)')}
         || ${clause('check', 'pg_get_expr(p.polwithcheck, p.polrelid)')} AS definition
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN space n ON n.oid = c.relnamespace`

/** Privileges in an order of their own; `*` as in psql's \\dp: may be passed on. */
function acl(list: string): string {
  return `(SELECT coalesce(string_agg(format('%s%s to %s by %s', x.privilege_type, CASE WHEN x.is_grantable THEN '*' END,
      CASE x.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(x.grantee)::text END, pg_get_userbyid(x.grantor)),
      ', ' ORDER BY x.grantee = 0 DESC, pg_get_userbyid(x.grantee), x.privilege_type, pg_get_userbyid(x.grantor)), 'nobody')
    FROM aclexplode(${list}) AS x)`
}

/** One kind of object that has an access control list, as rows for GRANTS. */
function listed(catalog: string, object: string, columns: string, rest: string): string {
  return `SELECT '${catalog}'::regclass::oid AS classid, ${object} AS object, ${columns} FROM ${rest}`
}

const KIND_OF_RELATION = `CASE c.relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view '
  WHEN 'f' THEN 'foreign table ' ELSE 'table ' END`
const NAMED = (namespace: string) =>
  `JOIN (SELECT oid, quote_ident(nspname) AS name FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)') AS n ON n.oid = ${namespace}`

/** All of them, PostgreSQL's own and those of extensions included: their rights can be changed like any others. */
const LISTS = [
  listed(
    'pg_class',
    `${KIND_OF_RELATION} || ${below('n', 'c.relname')}`,
    `c.oid AS objoid, 0 AS objsubid, c.relacl AS acl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS kind, c.relowner AS owner`,
    `pg_class c ${NAMED('c.relnamespace')} WHERE c.relacl IS NOT NULL`,
  ),
  listed(
    'pg_class',
    `'column ' || ${below('n', 'c.relname')} || '.' || quote_ident(a.attname)`,
    `a.attrelid, a.attnum::int, a.attacl, 'c', c.relowner`,
    `pg_attribute a JOIN pg_class c ON c.oid = a.attrelid ${NAMED('c.relnamespace')} WHERE a.attacl IS NOT NULL AND NOT a.attisdropped`,
  ),
  listed(
    'pg_proc',
    `${KIND} || ${below('n', 'p.proname')} || '(' || pg_get_function_identity_arguments(p.oid) || ')'`,
    `p.oid, 0, p.proacl, 'f', p.proowner`,
    `pg_proc p ${NAMED('p.pronamespace')} WHERE p.proacl IS NOT NULL`,
  ),
  listed(
    'pg_type',
    `'type ' || ${below('n', 't.typname')}`,
    `t.oid, 0, t.typacl, 'T', t.typowner`,
    `pg_type t ${NAMED('t.typnamespace')} WHERE t.typacl IS NOT NULL`,
  ),
  ...[
    ['pg_namespace', 'schema', 'nsp', 'n'],
    ['pg_language', 'language', 'lan', 'l'],
    ['pg_foreign_data_wrapper', 'foreign data wrapper', 'fdw', 'F'],
    ['pg_foreign_server', 'server', 'srv', 'S'],
    ['pg_tablespace', 'tablespace', 'spc', 't'],
  ].map(([catalog = '', word, short, kind]) =>
    listed(
      catalog,
      `'${word} ' || quote_ident(o.${short}name)`,
      `o.oid, 0, o.${short}acl, '${kind}', o.${short}owner`,
      `${catalog} o WHERE o.${short}acl IS NOT NULL`,
    ),
  ),
  listed(
    'pg_database',
    `'database'`,
    `d.oid, 0, d.datacl, 'd', d.datdba`,
    `pg_database d WHERE d.datname = current_database()`,
  ),
  listed('pg_parameter_acl', `'parameter ' || p.parname`, `p.oid, 0, p.paracl, 'p', 10`, `pg_parameter_acl p`),
]

/**
 * Rights that were never touched are NULL, those granted and taken back are the usual spelled out: both are no object.
 * Usual is what initdb or CREATE EXTENSION gave, else the default of the kind.
 */
const GRANTS = `
  SELECT 'grants on ' || g.object, g.granted
  FROM (
    SELECT s.object, ${acl('s.acl')} AS granted, ${acl('coalesce(i.initprivs, acldefault(s.kind, s.owner))')} AS usual
    FROM (${LISTS.join(' UNION ALL ')}) AS s
    LEFT JOIN pg_init_privs i ON i.classoid = s.classid AND i.objoid = s.objoid AND i.objsubid = s.objsubid
    WHERE s.acl IS DISTINCT FROM i.initprivs
  ) AS g WHERE g.granted <> g.usual`

const DEFAULT_PRIVILEGES = `
  SELECT format('default privileges of %s on %s%s', pg_get_userbyid(d.defaclrole),
                CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                                     WHEN 'n' THEN 'schemas' ELSE 'large objects' END,
                ' in schema ' || quote_ident(n.nspname)),
         ${acl('d.defaclacl')}
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace`

/** Those that apply in every database as well: sessions of this one begin with them. */
const SETTINGS = `
  SELECT 'settings of ' || CASE WHEN s.setrole = 0 THEN CASE s.setdatabase WHEN 0 THEN 'all roles' ELSE 'database' END
                           ELSE 'role ' || quote_ident(pg_get_userbyid(s.setrole)) || CASE s.setdatabase WHEN 0 THEN '' ELSE ' in database' END END,
         ${sorted('s.setconfig')}
  FROM pg_db_role_setting s WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))`

/** Queries for who may do what, and how sessions begin. */
export const RIGHTS: readonly Part[] = [
  { sql: POLICIES, where: 'pg_policy' },
  { sql: GRANTS },
  { sql: DEFAULT_PRIVILEGES, where: 'pg_default_acl' },
  { sql: SETTINGS, where: 'pg_db_role_setting' },
]
