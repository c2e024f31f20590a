/** Objects of the user: neither the system's nor an extension's own, nor of temporary schemas. */
const USER_SCHEMA = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'`

function notOfExtension(oid: string, catalog: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = ${oid} AND x.classid = '${catalog}'::regclass AND x.deptype = 'e')`
}

/** An access control list in an order of its own, with names instead of OIDs; the default one where none was granted. */
function grants(acl: string, kind: string, owner: string): string {
  return `coalesce((SELECT string_agg(format('%s=%s%s by %s', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END,
    a.privilege_type, CASE WHEN a.is_grantable THEN '*' ELSE '' END, pg_get_userbyid(a.grantor)), ' ' ORDER BY a.grantee::regrole::text, a.privilege_type)
    FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) a), '')`
}

const SCHEMAS = `
  SELECT format('schema %s', n.nspname) AS object,
    format('owner %s grants %s', pg_get_userbyid(n.nspowner), ${grants('n.nspacl', 'n', 'n.nspowner')}) AS definition
  FROM pg_namespace n WHERE ${USER_SCHEMA} AND ${notOfExtension('n.oid', 'pg_namespace')}`

const RELATIONS = `
  SELECT format('%s %s.%s', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'foreign table'
      WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'type' END, n.nspname, c.relname) AS object,
    concat_ws(' ', CASE c.relkind WHEN 'p' THEN 'partitioned ' || pg_get_partkeydef(c.oid) WHEN 'v' THEN pg_get_viewdef(c.oid)
        WHEN 'm' THEN pg_get_viewdef(c.oid) || CASE WHEN c.relispopulated THEN '' ELSE ' not populated' END END,
      'owner', pg_get_userbyid(c.relowner), 'persistence', c.relpersistence::text, 'options', array_to_string(c.reloptions, ','),
      'row security', c.relrowsecurity::text, 'forced', c.relforcerowsecurity::text, 'replica identity', c.relreplident::text,
      'access method', (SELECT amname FROM pg_am WHERE oid = c.relam), 'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
      'inherits', (SELECT string_agg(i.inhparent::regclass::text, ',' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
      'bound', pg_get_expr(c.relpartbound, c.oid), 'grants', ${grants('c.relacl', 'r', 'c.relowner')}) AS definition
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${USER_SCHEMA} AND ${notOfExtension('c.oid', 'pg_class')}`

const COLUMNS = `
  SELECT format('column %s.%s.%s', n.nspname, c.relname, a.attname) AS object,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
      CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation::text END,
      CASE a.attgenerated WHEN '' THEN 'default' ELSE 'generated ' || a.attgenerated::text END || ' ' || pg_get_expr(d.adbin, d.adrelid),
      CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
      'storage ' || a.attstorage::text, 'compression ' || nullif(a.attcompression::text, ''),
      'statistics ' || nullif(coalesce(a.attstattarget, -1), -1)::text, 'options ' || array_to_string(a.attoptions, ','),
      CASE WHEN a.attacl IS NOT NULL THEN 'grants ' || ${grants('a.attacl', 'c', 'c.relowner')} END) AS definition
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND ${USER_SCHEMA}
    AND ${notOfExtension('c.oid', 'pg_class')}`

const CONSTRAINTS = `
  SELECT format('constraint %s.%s.%s', n.nspname, coalesce(r.relname, t.typname), k.conname) AS object,
    concat_ws(' ', pg_get_constraintdef(k.oid), CASE WHEN k.convalidated THEN NULL ELSE 'not validated' END,
      CASE WHEN k.condeferrable THEN 'deferrable' END, CASE WHEN k.condeferred THEN 'deferred' END) AS definition
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace LEFT JOIN pg_class r ON r.oid = k.conrelid
    LEFT JOIN pg_type t ON t.oid = k.contypid
  WHERE ${USER_SCHEMA} AND k.contype <> 'n' AND ${notOfExtension('coalesce(r.oid, t.oid)', 'pg_class')}`

const INDEXES = `
  SELECT format('index %s.%s', n.nspname, c.relname) AS object,
    concat_ws(' ', pg_get_indexdef(c.oid), CASE WHEN i.indisvalid THEN NULL ELSE 'invalid' END,
      CASE WHEN i.indisready THEN NULL ELSE 'not ready' END, CASE WHEN i.indisclustered THEN 'clustered' END,
      CASE WHEN i.indisreplident THEN 'replica identity' END,
      'tablespace ' || (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace)) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${USER_SCHEMA} AND ${notOfExtension('i.indrelid', 'pg_class')}`

const SEQUENCES = `
  SELECT format('sequence %s.%s', n.nspname, c.relname) AS object,
    concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart::text, 'by', s.seqincrement::text, 'from', s.seqmin::text, 'to', s.seqmax::text,
      'cache', s.seqcache::text, CASE WHEN s.seqcycle THEN 'cycle' END, 'persistence', c.relpersistence::text, 'owner', pg_get_userbyid(c.relowner),
      'owned by', (SELECT d.refobjid::regclass::text || '.' || a.attname FROM pg_depend d JOIN pg_attribute a
        ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') LIMIT 1),
      'grants', ${grants('c.relacl', 's', 'c.relowner')}) AS definition
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${USER_SCHEMA} AND ${notOfExtension('c.oid', 'pg_class')}`

const ROUTINES = `
  SELECT format('function %s.%s(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS object,
    concat_ws(' ', CASE WHEN p.prokind = 'a' THEN (SELECT format('aggregate %s %s %s', g.aggtransfn::text, g.aggfinalfn::text, g.agginitval)
        FROM pg_aggregate g WHERE g.aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END,
      'owner', pg_get_userbyid(p.proowner), 'grants', ${grants('p.proacl', 'f', 'p.proowner')}) AS definition
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${USER_SCHEMA} AND ${notOfExtension('p.oid', 'pg_proc')}`

const TRIGGERS = `
  SELECT format('trigger %s.%s.%s', n.nspname, c.relname, t.tgname) AS object,
    concat_ws(' ', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled::text) AS definition
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND ${USER_SCHEMA} AND ${notOfExtension('t.oid', 'pg_trigger')}
  UNION ALL SELECT format('event trigger %s', e.evtname), concat_ws(' ', e.evtevent, e.evtfoid::regproc::text, e.evtenabled::text, array_to_string(e.evttags, ','))
  FROM pg_event_trigger e WHERE ${notOfExtension('e.oid', 'pg_event_trigger')}`

const POLICIES_AND_RULES = `
  SELECT format('policy %s.%s.%s', n.nspname, c.relname, p.polname) AS object,
    concat_ws(' ', p.polcmd::text, CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
      'to', (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r) END, ',' ORDER BY 1) FROM unnest(p.polroles) r),
      'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) AS definition
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${USER_SCHEMA}
  UNION ALL SELECT format('rule %s.%s.%s', n.nspname, c.relname, r.rulename), concat_ws(' ', pg_get_ruledef(r.oid), r.ev_enabled::text)
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${USER_SCHEMA}`

const TYPES = `
  SELECT format('%s %s.%s', CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range' ELSE 'type' END, n.nspname, t.typname) AS object,
    concat_ws(' ', (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
      CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) || CASE WHEN t.typnotnull THEN ' not null' ELSE '' END END,
      'default ' || t.typdefault, (SELECT 'over ' || format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid),
      'owner', pg_get_userbyid(t.typowner), 'grants', ${grants('t.typacl', 'T', 't.typowner')}) AS definition
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.typtype IN ('d', 'e', 'r', 'c') AND (c.oid IS NULL OR c.relkind = 'c') AND ${USER_SCHEMA} AND ${notOfExtension('t.oid', 'pg_type')}`

const EXTENSIONS_AND_MORE = `
  SELECT format('extension %s', e.extname) AS object, format('version %s in %s', e.extversion, e.extnamespace::regnamespace) AS definition FROM pg_extension e
  UNION ALL SELECT format('default privileges of %s in %s on %s', pg_get_userbyid(d.defaclrole), coalesce(nullif(d.defaclnamespace, 0)::regnamespace::text, 'all schemas'), d.defaclobjtype),
    ARRAY(SELECT unnest(d.defaclacl)::text ORDER BY 1)::text FROM pg_default_acl d
  UNION ALL SELECT format('publication %s', p.pubname), concat_ws(' ', p.puballtables::text, p.pubinsert::text, p.pubupdate::text, p.pubdelete::text, p.pubtruncate::text,
    p.pubviaroot::text, (SELECT string_agg(r.prrelid::regclass::text, ',' ORDER BY r.prrelid::regclass::text) FROM pg_publication_rel r WHERE r.prpubid = p.oid)) FROM pg_publication p
  UNION ALL SELECT format('statistics %s.%s', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
  UNION ALL SELECT format('settings of %s in %s', coalesce(nullif(s.setrole, 0)::regrole::text, 'all roles'), coalesce((SELECT datname FROM pg_database WHERE oid = s.setdatabase)::text, 'all databases')),
    ARRAY(SELECT unnest(s.setconfig) ORDER BY 1)::text FROM pg_db_role_setting s
    WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`

const COMMENTS = `
  SELECT format('comment on %s %s', i.type, i.identity) AS object, d.description AS definition
  FROM pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
  WHERE (i.schema IS NULL AND i.type IN ('schema', 'extension', 'event trigger', 'publication') AND i.identity NOT IN ('pg_catalog', 'public', 'plpgsql', 'pg_toast', 'information_schema'))
    OR (i.schema NOT IN ('pg_catalog', 'information_schema') AND i.schema NOT LIKE 'pg\\_%'
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = d.objoid AND e.classid = d.classoid AND e.deptype = 'e'))`

/** Each yields `object` (kind and name, unique) and `definition`. */
export const CATALOG_QUERIES: readonly string[] = [
  SCHEMAS,
  RELATIONS,
  COLUMNS,
  CONSTRAINTS,
  INDEXES,
  SEQUENCES,
  ROUTINES,
  TRIGGERS,
  POLICIES_AND_RULES,
  TYPES,
  EXTENSIONS_AND_MORE,
  COMMENTS,
]
