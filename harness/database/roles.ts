import { describe } from '../errors.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Role, Roles } from './role.ts'
import { identitiesBack, rightsBack } from './role-statements.ts'
import { restoreServerObjects, serverObjects } from './server-objects.ts'
import { connect, type Session } from './session.ts'

/** What `restoreRoles` brings back; needs a superuser, for passwords are read as they are stored. */
export async function readRoles(address: DatabaseAddress): Promise<Roles> {
  await using session = await connect(address, 'fulldress')
  return await rolesOf(session)
}

/** The same over a session that is open already. */
export async function rolesOf(session: Pick<Session, 'query'>): Promise<Roles> {
  const all = await session.query<Role>(ROLES)
  const rights = await session.query<{ give: string; take: string }>(RIGHTS)
  const [told] = await session.query<{ version: string }>(VERSION)
  const objects = await serverObjects(session)
  const version = `${told?.version} ${JSON.stringify(objects)}`
  return { all, rights: new Map(rights.map(({ give, take }) => [give, take])), version, objects }
}

/**
 * Brings the server's roles back to what they were: drops those that were made since, with their rights in this database
 * and on shared objects, and gives the others their names, attributes, settings and rights again. One that was there is
 * never dropped, whatever it is called by now. Rejects once all was tried, with what could not be done.
 */
export async function restoreRoles(address: DatabaseAddress, known: Roles): Promise<void> {
  // A role that owns a database is dropped after it.
  await restoreServerObjects(address, known.objects)
  await using session = await connect(address, 'fulldress')
  const refusals: string[] = []
  for (const back of [identitiesBack, rightsBack]) {
    const now = await rolesOf(session)
    if (now.version === known.version) return
    for (const statement of back(known, now)) {
      await session.run(statement).catch((error) => refusals.push(`${masked(statement)}: ${described(error)}`))
    }
  }
  if (refusals.length > 0) throw new Error(`the server’s roles could not be brought back: ${refusals.join('; ')}`)
}

function masked(statement: string): string {
  return statement.replace(/ PASSWORD '.*$/, '')
}

/** What depends on a role stands in the detail, and is what people need to know. */
function described(error: unknown): string {
  const { detail } = error as { readonly detail?: unknown }
  return typeof detail === 'string' ? `${describe(error)} (${detail.replaceAll('\n', '; ')})` : describe(error)
}

const ROLES = `
  SELECT r.oid::int8 AS oid, r.rolname AS name, r.rolpassword AS password, s.setconfig AS settings,
         shobj_description(r.oid, 'pg_authid') AS comment,
         ARRAY[CASE WHEN r.rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
           CASE WHEN r.rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
           CASE WHEN r.rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
           CASE WHEN r.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
           CASE WHEN r.rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
           CASE WHEN r.rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
           CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
           'CONNECTION LIMIT ' || r.rolconnlimit,
           -- What never ends has two spellings, of which ALTER ROLE knows one.
           'VALID UNTIL ' || quote_literal(coalesce(r.rolvaliduntil, 'infinity'))] AS attributes
  FROM pg_authid r
  LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
  WHERE r.rolname !~ '^pg_'
  ORDER BY r.oid`

/** Options of a membership as far as this version has them. */
const RIGHTS = `
  SELECT format('GRANT %I TO %I%s GRANTED BY %I', g.rolname, m.rolname,
           CASE WHEN to_jsonb(a) ? 'set_option'
             THEN format(' WITH ADMIN %s, INHERIT %s, SET %s', a.admin_option::text, to_jsonb(a) ->> 'inherit_option', to_jsonb(a) ->> 'set_option')
             WHEN a.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END, b.rolname) AS give,
         format('REVOKE %I FROM %I GRANTED BY %I CASCADE', g.rolname, m.rolname, b.rolname) AS take
  FROM pg_auth_members a
  JOIN pg_authid g ON g.oid = a.roleid JOIN pg_authid m ON m.oid = a.member JOIN pg_authid b ON b.oid = a.grantor
  UNION ALL
  SELECT format('GRANT %s ON PARAMETER %s TO %s%s', x.privilege_type, p.parname, grantee.name,
           CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END),
         format('REVOKE %s ON PARAMETER %s FROM %s CASCADE', x.privilege_type, p.parname, grantee.name)
  FROM pg_parameter_acl p
  CROSS JOIN LATERAL aclexplode(p.paracl) AS x
  CROSS JOIN LATERAL (SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS name) AS grantee
  -- The owner of all parameters has these anyway.
  WHERE x.grantee <> 10`

/** The transaction that wrote a row changes with each writing. Settings of single databases come and go with our copies. */
const VERSION = `
  SELECT md5(string_agg(w.what, ',' ORDER BY w.what)) AS version FROM (
    SELECT concat_ws(':', 'role', oid, xmin) AS what FROM pg_authid
    UNION ALL SELECT concat_ws(':', 'member', roleid, member, grantor, xmin) FROM pg_auth_members
    UNION ALL SELECT concat_ws(':', 'setting', setrole, xmin) FROM pg_db_role_setting WHERE setdatabase = 0
    UNION ALL SELECT concat_ws(':', 'parameter', oid, xmin) FROM pg_parameter_acl
    UNION ALL SELECT concat_ws(':', 'tablespace', oid, xmin) FROM pg_tablespace
    UNION ALL SELECT concat_ws(':', 'comment', classoid, objoid, xmin) FROM pg_shdescription
      WHERE classoid IN ('pg_authid'::regclass, 'pg_tablespace'::regclass)) AS w`
