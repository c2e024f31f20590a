import { clause, OWN, owner, type Part, sorted } from './words.ts'

/** Options of a membership, as far as this version has them. */
const MEMBERSHIPS = `(SELECT string_agg(pg_get_userbyid(m.roleid) || CASE WHEN m.admin_option THEN ' with admin' ELSE '' END
    || CASE WHEN to_jsonb(m) ->> 'inherit_option' = 'false' THEN ' without inherit' ELSE '' END
    || CASE WHEN to_jsonb(m) ->> 'set_option' = 'false' THEN ' without set' ELSE '' END || ' by ' || pg_get_userbyid(m.grantor),
    ', ' ORDER BY pg_get_userbyid(m.roleid), pg_get_userbyid(m.grantor)) FROM pg_auth_members m WHERE m.member = r.oid)`

/** The server's, not the database's; but migrations make them. Passwords are not to be seen. */
const ROLES = `
  SELECT 'role ' || quote_ident(r.rolname) AS object,
         concat_ws(', ', CASE WHEN r.rolcanlogin THEN 'login' ELSE 'nologin' END, CASE WHEN r.rolsuper THEN 'superuser' END,
                   CASE WHEN r.rolcreatedb THEN 'createdb' END, CASE WHEN r.rolcreaterole THEN 'createrole' END,
                   CASE WHEN r.rolreplication THEN 'replication' END, CASE WHEN r.rolbypassrls THEN 'bypassrls' END,
                   CASE WHEN NOT r.rolinherit THEN 'noinherit' END)
         || ${clause('connections', 'nullif(r.rolconnlimit, -1)')} || ${clause('until', "nullif(r.rolvaliduntil, 'infinity')")}
         || ${clause('in', MEMBERSHIPS)} AS definition
  FROM pg_roles r WHERE r.rolname !~ '^pg_'`

const TABLESPACES = `
  SELECT 'tablespace ' || quote_ident(s.spcname),
         -- The path of one inside the data directory is its number.
         'at ' || CASE WHEN pg_tablespace_location(s.oid) ~ '^pg_tblspc/' THEN 'its own' ELSE pg_tablespace_location(s.oid) END
         || ${clause('with', sorted('s.spcoptions'))} || ${owner('s.spcowner')}
  FROM pg_tablespace s WHERE s.oid >= 16384`

/** As the file has it: what was set and not loaded yet counts as well. Where a standby begins is no migration's doing. */
const SETTINGS = `
  SELECT 'server setting ' || quote_ident(f.name), max(f.setting)
  FROM pg_file_settings f
  WHERE f.sourcefile ~ 'postgresql\\.auto\\.conf$' AND f.name !~ '^(primary|recovery|restore)_'
  GROUP BY f.name`

/** An ordinary role is refused the view, in whatever clause it stands. */
const MAY_READ_FILES = `(SELECT 1) AS one
  WHERE has_table_privilege('pg_catalog.pg_file_settings', 'SELECT')
    AND has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'EXECUTE')`

/** Queries for what all databases of a server share. */
export const SERVER: readonly Part[] = [
  { sql: ROLES },
  { sql: TABLESPACES, where: `pg_tablespace WHERE ${OWN}` },
  { sql: SETTINGS, where: MAY_READ_FILES },
]
