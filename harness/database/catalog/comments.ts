import { noMember, type Part } from './words.ts'

/** The schema `public` is initdb's, its comment may be the users'; all else below 16384 is PostgreSQL's own. */
const PUBLIC_SCHEMA = 2200

/** Comments on tables, their columns and the like, which are nearly all that there are. */
const ON_RELATIONS = `
  SELECT 'comment on ' || CASE WHEN a.attnum IS NOT NULL THEN 'column ' ELSE CASE c.relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view '
           WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table ' WHEN 'c' THEN 'type ' WHEN 'i' THEN 'index '
           WHEN 'I' THEN 'index ' ELSE 'table ' END END
         || c.name || coalesce('.' || quote_ident(a.attname), '') AS object, d.description AS definition
  FROM pg_description d
  JOIN relation c ON c.oid = d.objoid
  LEFT JOIN pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid <> 0
  WHERE d.classoid = 'pg_class'::regclass AND d.objoid >= 16384`

/** Comments on anything else, by the name that PostgreSQL itself gives to what it numbers. */
const ON_OTHERS = `
  SELECT 'comment on ' || i.type || ' ' || i.identity, d.description
  FROM pg_description d
  CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
  WHERE d.classoid <> 'pg_class'::regclass
    AND (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = ${PUBLIC_SCHEMA})
    AND i.identity IS NOT NULL AND coalesce(i.schema, '') !~ '^pg_'
    AND (d.classoid, d.objoid) NOT IN (SELECT m.classid, m.objid FROM member m)`

const ON_SHARED = `
  SELECT 'comment on ' || CASE d.classoid WHEN 'pg_database'::regclass THEN 'database'
           WHEN 'pg_tablespace'::regclass THEN 'tablespace ' || (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = d.objoid)
           WHEN 'pg_subscription'::regclass THEN 'subscription ' || (SELECT quote_ident(s.subname) FROM pg_subscription s WHERE s.oid = d.objoid)
           ELSE 'role ' || quote_ident(pg_get_userbyid(d.objoid)) END, d.description
  FROM pg_shdescription d
  WHERE d.classoid <> 'pg_database'::regclass OR d.objoid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())`

const LABELS = `
  SELECT format('security label of %s %s by %s', i.type, i.identity, s.provider), s.label
  FROM pg_seclabel s CROSS JOIN LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) AS i`

/** ALTER … DEPENDS ON EXTENSION: DROP EXTENSION takes the object along. */
const DEPENDENCES = `
  SELECT format('dependence of %s %s on extension %s', i.type, i.identity, quote_ident(e.extname)), 'automatic'
  FROM pg_depend d
  JOIN pg_extension e ON e.oid = d.refobjid
  CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS i
  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x' AND ${noMember('pg_extension', 'e.oid')}`

/** Queries for what is said of objects of any kind. */
export const COMMENTS: readonly Part[] = [
  { sql: ON_RELATIONS, where: "pg_description WHERE objoid >= 16384 AND classoid = 'pg_class'::regclass" },
  { sql: ON_OTHERS, where: 'pg_description WHERE objoid >= 16384 OR objoid = 2200' },
  { sql: ON_SHARED, where: 'pg_shdescription WHERE objoid >= 16384' },
  { sql: LABELS, where: 'pg_seclabel' },
  { sql: DEPENDENCES, where: "pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'x'" },
]
