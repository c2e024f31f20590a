import { below, clause, flag, noMember, OWN, owner, type Part, sorted, tablespace } from './words.ts'

const PARENTS = `CASE WHEN c.relispartition OR EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid) THEN
  (SELECT string_agg(i.inhparent::regclass::text || CASE WHEN i.inhdetachpending THEN ' (detach pending)' ELSE '' END, ', ' ORDER BY i.inhseqno)
   FROM pg_inherits i WHERE i.inhrelid = c.oid) END`

const TOAST = `CASE WHEN c.reltoastrelid <> 0 THEN (SELECT ${sorted('t.reloptions')} FROM pg_class t WHERE t.oid = c.reltoastrelid) END`

const STORED = `
         ${clause('using', "(SELECT a.amname FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap')")}
         || ${clause('with', sorted('c.reloptions'))}
         || ${clause('toast with', TOAST)}
         || ${clause('tablespace', tablespace('c.reltablespace'))}`

const TABLES = `
  SELECT CASE c.relkind WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || c.name AS object,
         CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END
         || ${clause('of', 'nullif(c.reloftype, 0)::regtype')}
         || ${clause('partition by', "CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END")}
         || ${clause('child of', PARENTS)}
         || ${clause('', 'pg_get_expr(c.relpartbound, c.oid)')}
         || ${STORED}
         || CASE c.relkind WHEN 'f' THEN (
              SELECT ', server ' || quote_ident(s.srvname) || ${clause('options', sorted('f.ftoptions'))}
              FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid) ELSE '' END
         || CASE c.relreplident WHEN 'd' THEN '' WHEN 'f' THEN ', replica identity full'
                                WHEN 'n' THEN ', replica identity nothing' ELSE ', replica identity by index' END
         || ${flag('c.relrowsecurity', 'row security')}
         || ${flag('c.relforcerowsecurity', 'forced row security')}
         || ${owner('c.relowner')} AS definition
  FROM relation c
  WHERE c.relkind IN ('r', 'p', 'f')`

const VIEWS = `
  SELECT CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || c.name,
         pg_get_viewdef(c.oid)
         || ${STORED}
         || ${flag("c.relkind = 'm' AND NOT c.relispopulated", 'with no data')}
         || ${owner('c.relowner')}
  FROM relation c
  WHERE c.relkind IN ('v', 'm')`

/** A sequence's definition, without its position, which only ever advances. */
const SEQUENCES = `
  SELECT 'sequence ' || c.name,
         format('%s start %s increment %s min %s max %s cache %s', format_type(s.seqtypid, NULL),
                s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache)
         || ${flag('s.seqcycle', 'cycle')}
         || ${flag("c.relpersistence = 'u'", 'unlogged')}
         || ${clause('owned by', below('t', 'a.attname'))}
         || ${owner('c.relowner')}
  FROM pg_sequence s
  JOIN relation c ON c.oid = s.seqrelid
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                       AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
  LEFT JOIN relation t ON t.oid = d.refobjid
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid`

const STATISTICS = `
  SELECT 'statistics ' || ${below('n', 's.stxname')},
         pg_get_statisticsobjdef(s.oid) || ${clause('target', 'nullif(s.stxstattarget, -1)')} || ${owner('s.stxowner')}
  FROM pg_statistic_ext s JOIN space n ON n.oid = s.stxnamespace
  WHERE ${noMember('pg_statistic_ext', 's.oid')}`

/** Queries for whatever holds rows, or tells of them. */
export const RELATIONS: readonly Part[] = [
  { sql: TABLES },
  { sql: VIEWS, where: `pg_class WHERE ${OWN} AND relkind IN ('v', 'm')` },
  { sql: SEQUENCES, where: 'pg_sequence' },
  { sql: STATISTICS, where: 'pg_statistic_ext' },
]
