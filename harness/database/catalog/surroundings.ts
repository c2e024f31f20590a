import { usersSchema } from '../naming.ts'
import { clause, noMember, owner, sorted } from './words.ts'

const SCHEMAS = `
  SELECT 'schema ' || quote_ident(n.nspname) AS object, ${owner('n.nspowner')} AS definition
  FROM pg_namespace n WHERE ${usersSchema('n.nspname')} AND ${noMember('pg_namespace', 'n.oid')}`

const EXTENSIONS = `
  SELECT 'extension ' || quote_ident(e.extname) AS object,
         e.extversion || ' in ' || quote_ident(n.nspname) || ${owner('e.extowner')} AS definition
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`

const PUBLICATIONS = `
  SELECT 'publication ' || quote_ident(p.pubname) AS object,
         concat_ws(' ', CASE WHEN p.puballtables THEN 'for all tables' END,
                   (SELECT string_agg(format('%s (%s)%s', r.prrelid::regclass, r.prattrs, ' where ' || pg_get_expr(r.prqual, r.prrelid)), ', '
                                      ORDER BY r.prrelid::regclass::text) FROM pg_publication_rel r WHERE r.prpubid = p.oid),
                   (SELECT string_agg('schema ' || s.pnnspid::regnamespace, ', ' ORDER BY s.pnnspid::regnamespace::text)
                    FROM pg_publication_namespace s WHERE s.pnpubid = p.oid),
                   CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                   CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END,
                   CASE WHEN p.pubviaroot THEN 'via root' END) || ${owner('p.pubowner')} AS definition
  FROM pg_publication p`

const FOREIGN = `
  SELECT 'foreign data wrapper ' || quote_ident(w.fdwname) AS object,
         format('%s %s', nullif(w.fdwhandler, 0)::regproc, nullif(w.fdwvalidator, 0)::regproc)
         || ${clause('options', sorted('w.fdwoptions'))} || ${owner('w.fdwowner')} AS definition
  FROM pg_foreign_data_wrapper w WHERE ${noMember('pg_foreign_data_wrapper', 'w.oid')}
  UNION ALL
  SELECT 'server ' || quote_ident(s.srvname),
         concat_ws(' ', w.fdwname, s.srvtype, s.srvversion) || ${clause('options', sorted('s.srvoptions'))} || ${owner('s.srvowner')}
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  UNION ALL
  SELECT format('user mapping of %s on %s', CASE u.umuser WHEN 0 THEN 'public' ELSE pg_get_userbyid(u.umuser)::text END, quote_ident(s.srvname)),
         -- Options hold passwords, and digests are kept in files.
         md5(coalesce(${sorted('u.umoptions')}, ''))
  FROM pg_user_mapping u JOIN pg_foreign_server s ON s.oid = u.umserver`

const DATABASE = `
  SELECT 'database' AS object,
         format('encoding %s collate %s ctype %s', pg_encoding_to_char(d.encoding), d.datcollate, d.datctype) || ${owner('d.datdba')} AS definition
  FROM pg_database d WHERE d.datname = current_database()`

const LANGUAGES = `
  SELECT 'language ' || quote_ident(l.lanname) AS object,
         format('trusted %s', l.lanpltrusted) || ${owner('l.lanowner')} AS definition
  FROM pg_language l WHERE l.oid >= 16384 AND ${noMember('pg_language', 'l.oid')}`

/** The server's, not the database's; but migrations make them. Passwords are not to be seen. */
const ROLES = `
  SELECT 'role ' || quote_ident(r.rolname) AS object,
         concat_ws(' ', CASE WHEN r.rolcanlogin THEN 'login' END, CASE WHEN r.rolsuper THEN 'superuser' END,
                   CASE WHEN r.rolcreatedb THEN 'createdb' END, CASE WHEN r.rolcreaterole THEN 'createrole' END,
                   CASE WHEN r.rolreplication THEN 'replication' END, CASE WHEN r.rolbypassrls THEN 'bypassrls' END,
                   CASE WHEN NOT r.rolinherit THEN 'noinherit' END)
         || ${clause('connections', 'nullif(r.rolconnlimit, -1)')} || ${clause('until', 'r.rolvaliduntil')}
         || ${clause('in', '(SELECT string_agg(pg_get_userbyid(m.roleid), \', \' ORDER BY pg_get_userbyid(m.roleid)::text COLLATE "C") FROM pg_auth_members m WHERE m.member = r.oid)')} AS definition
  FROM pg_roles r WHERE r.rolname !~ '^pg_'`

/** Queries for what the users' objects live in. */
export const SURROUNDINGS = [SCHEMAS, EXTENSIONS, PUBLICATIONS, FOREIGN, DATABASE, LANGUAGES, ROLES] as const
