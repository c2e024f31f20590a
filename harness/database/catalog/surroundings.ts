import { clause, flag, maybe, noMember, OWN, owner, type Part, sorted, tablespace } from './words.ts'

const SCHEMAS = `
  SELECT 'schema ' || n.name AS object, 'owner ' || quote_ident(pg_get_userbyid(s.nspowner)) AS definition
  FROM space n JOIN pg_namespace s ON s.oid = n.oid WHERE ${noMember('pg_namespace', 'n.oid')}`

const EXTENSIONS = `
  SELECT 'extension ' || quote_ident(e.extname),
         format('version %s, in schema %I', e.extversion, n.nspname) || ${owner('e.extowner')}
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`

const PUBLISHED = `(SELECT string_agg(r.prrelid::regclass::text || coalesce((SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) || ')'
      FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)), '')
      || coalesce(' where ' || pg_get_expr(r.prqual, r.prrelid), ''), ', ' ORDER BY r.prrelid::regclass::text COLLATE "C")
    FROM pg_publication_rel r WHERE r.prpubid = p.oid)`

const PUBLICATIONS = `
  SELECT 'publication ' || quote_ident(p.pubname),
         concat_ws(', ', CASE WHEN p.puballtables THEN 'of all tables' END, 'of ' || ${PUBLISHED},
                   (SELECT string_agg('of schema ' || s.pnnspid::regnamespace::text, ', ' ORDER BY s.pnnspid::regnamespace::text COLLATE "C")
                    FROM pg_publication_namespace s WHERE s.pnpubid = p.oid),
                   CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                   CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END,
                   CASE WHEN p.pubviaroot THEN 'via root' END, 'generated ' || (to_jsonb(p) ->> 'pubgencols')) || ${owner('p.pubowner')}
  FROM pg_publication p`

/**
 * Only a superuser may read a subscription's connection, and a query that names the column fails for anybody else: so
 * the rest, which has passwords in it and differs from version to version, is asked for by a query of its own.
 */
const SUBSCRIPTIONS = `
  SELECT 'subscription ' || quote_ident(s.subname),
         'to ' || array_to_string(s.subpublications, ', ') || ${flag('NOT s.subenabled', 'disabled')} || ${clause('slot', 's.subslotname')}
         || ${clause(
           'else',
           `CASE WHEN has_column_privilege('pg_subscription', 'subconninfo', 'SELECT') THEN md5(query_to_xml(format(
              'SELECT to_jsonb(s) - ARRAY[''oid'', ''subdbid'', ''subowner'', ''subskiplsn''] FROM pg_subscription s WHERE s.oid = %s', s.oid),
              false, false, '')::text) END`,
         )} || ${owner('s.subowner')}
  FROM pg_subscription s WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())`

const WRAPPERS = `
  SELECT 'foreign data wrapper ' || quote_ident(w.fdwname),
         format('handler %s, validator %s', ${maybe('w.fdwhandler')}, ${maybe('w.fdwvalidator')})
         || ${clause('options', sorted('w.fdwoptions'))} || ${owner('w.fdwowner')}
  FROM pg_foreign_data_wrapper w WHERE ${noMember('pg_foreign_data_wrapper', 'w.oid')}`

const SERVERS = `
  SELECT 'server ' || quote_ident(s.srvname),
         'of ' || quote_ident(w.fdwname) || ${clause('type', 's.srvtype')} || ${clause('version', 's.srvversion')}
         || ${clause('options', sorted('s.srvoptions'))} || ${owner('s.srvowner')}
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE ${noMember('pg_foreign_server', 's.oid')}`

const USER_MAPPINGS = `
  SELECT format('user mapping of %s on %s', quote_ident(u.usename), quote_ident(u.srvname)),
         -- Options hold passwords, and digests are kept in files.
         'options ' || md5(coalesce(${sorted('u.umoptions')}, ''))
  FROM pg_user_mappings u`

const DATABASE = `
  SELECT 'database',
         format('encoding %s, collate %s, ctype %s', pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
         || ${clause('provider', "concat_ws(' ', j ->> 'datlocprovider', j ->> 'datlocale', j ->> 'daticulocale', j ->> 'daticurules')")}
         || ${clause('connections', 'nullif(d.datconnlimit, -1)')} || ${clause('template', 'nullif(d.datistemplate, false)')}
         || ${clause('tablespace', tablespace('d.dattablespace'))} || ${owner('d.datdba')}
  FROM pg_database d CROSS JOIN LATERAL to_jsonb(d) AS j WHERE d.datname = current_database()`

const ACCESS_METHODS = `
  SELECT 'access method ' || quote_ident(a.amname), format('type %s, handler %s', a.amtype, a.amhandler)
  FROM pg_am a WHERE a.oid >= 16384 AND ${noMember('pg_am', 'a.oid')}`

/** Queries for what the users' objects live in. */
export const SURROUNDINGS: readonly Part[] = [
  { sql: SCHEMAS },
  { sql: EXTENSIONS, where: 'pg_extension' },
  { sql: PUBLICATIONS, where: 'pg_publication' },
  {
    sql: SUBSCRIPTIONS,
    where: 'pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())',
  },
  { sql: WRAPPERS, where: 'pg_foreign_data_wrapper' },
  { sql: SERVERS, where: 'pg_foreign_server' },
  { sql: USER_MAPPINGS, where: 'pg_user_mappings' },
  { sql: DATABASE },
  { sql: ACCESS_METHODS, where: `pg_am WHERE ${OWN}` },
]
