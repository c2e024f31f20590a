/** The schema `public` is initdb's, its comment may be the users'; all else below 16384 is PostgreSQL's own. */
const PUBLIC_SCHEMA = 2200

/** Comments on anything, by the name that PostgreSQL itself gives to what it numbers. */
export const COMMENTS = `
  SELECT 'comment on ' || i.type || ' ' || i.identity AS object, d.description AS definition
  FROM pg_description d
  CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
  WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = ${PUBLIC_SCHEMA})
    AND i.identity IS NOT NULL AND coalesce(i.schema, '') !~ '^pg_'
    AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = d.classoid AND m.objid = d.objoid AND m.deptype = 'e')`
