import { clause, full, ours, owner, sorted } from './words.ts'

const TABLES = `
  SELECT CASE c.relkind WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || ${full('n.nspname', 'c.relname')} AS object,
         CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END
         || ${clause('of', 'nullif(c.reloftype, 0)::regtype')}
         || ${clause('partition by', 'pg_get_partkeydef(c.oid)')}
         || ${clause('inherits', `(SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid)`)}
         || ${clause('', 'pg_get_expr(c.relpartbound, c.oid)')}
         || ${clause('using', "(SELECT a.amname FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap')")}
         || ${clause('with', sorted('c.reloptions'))}
         || ${clause('toast with', `(SELECT ${sorted('t.reloptions')} FROM pg_class t WHERE t.oid = c.reltoastrelid)`)}
         || ${clause('tablespace', '(SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace)')}
         || ${clause('server', `(SELECT s.srvname || ' ' || coalesce(${sorted('f.ftoptions')}, '') FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid)`)}
         || CASE c.relreplident WHEN 'd' THEN '' ELSE ' replica identity ' || c.relreplident::text END
         || CASE WHEN c.relrowsecurity THEN ' row security' ELSE '' END
         || CASE WHEN c.relforcerowsecurity THEN ' forced row security' ELSE '' END
         || ${owner('c.relowner')} AS definition
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f') AND ${ours('pg_class', 'c.oid')}`

const VIEWS = `
  SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || ${full('n.nspname', 'c.relname')} AS object,
         pg_get_viewdef(c.oid)
         || ${clause('with', sorted('c.reloptions'))}
         || CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN ' with no data' ELSE '' END
         || ${owner('c.relowner')} AS definition
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND ${ours('pg_class', 'c.oid')}`

const INDEXES = `
  SELECT 'index ' || ${full('n.nspname', 'c.relname')} AS object,
         pg_get_indexdef(c.oid)
         || ${clause('tablespace', '(SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace)')}
         || ${clause('part of', '(SELECT p.inhparent::regclass FROM pg_inherits p WHERE p.inhrelid = c.oid)')}
         || ${clause('statistics', "(SELECT string_agg(a.attnum || ':' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)")}
         || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
         || CASE WHEN i.indisready THEN '' ELSE ' not ready' END
         || CASE WHEN i.indisclustered THEN ' clustered' ELSE '' END
         || CASE WHEN i.indisreplident THEN ' replica identity' ELSE '' END AS definition
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ours('pg_class', 'i.indrelid')}`

/** A sequence's definition, without its position, which only ever advances. */
const SEQUENCES = `
  SELECT 'sequence ' || ${full('n.nspname', 'c.relname')} AS object,
         format('%s start %s increment %s min %s max %s cache %s', format_type(s.seqtypid, NULL),
                s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache)
         || CASE WHEN s.seqcycle THEN ' cycle' ELSE '' END
         || CASE c.relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END
         || ${clause(
           'owned by',
           `(SELECT d.refobjid::regclass || '.' || quote_ident(a.attname)
             FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
             WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
               AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0)`,
         )}
         || ${owner('c.relowner')} AS definition
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${ours('pg_class', 'c.oid')}`

const STATISTICS = `
  SELECT 'statistics ' || ${full('n.nspname', 's.stxname')} AS object,
         pg_get_statisticsobjdef(s.oid) || coalesce(' target ' || nullif(s.stxstattarget, -1), '')
         || ${owner('s.stxowner')} AS definition
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
  WHERE ${ours('pg_statistic_ext', 's.oid')}`

/** Queries for whatever holds rows, and what is built on it. */
export const RELATIONS = [TABLES, VIEWS, INDEXES, SEQUENCES, STATISTICS] as const
