import { clause, flag, type Part, sorted, tablespace } from './words.ts'

/** Statistics and options of an index's own columns, which are those that have no name outside. */
const PROPERTIES = `
  SELECT a.attrelid, string_agg(format('column %s', a.attnum) || ${clause('statistics', 'nullif(a.attstattarget, -1)')}
           || ${clause('with', sorted('a.attoptions'))}, '; ' ORDER BY a.attnum) AS text
  FROM pg_attribute a
  JOIN relation c ON c.oid = a.attrelid AND c.relkind IN ('i', 'I')
  WHERE a.attstattarget >= 0 OR a.attoptions IS NOT NULL
  GROUP BY a.attrelid`

/** One that is INVALID serves no query, and only slows writes down. */
const INDEX = `
  SELECT 'index ' || c.name AS object,
         pg_get_indexdef(c.oid)
         || ${clause('tablespace', tablespace('c.reltablespace'))}
         || ${clause('part of', 'CASE WHEN c.relispartition THEN (SELECT h.inhparent::regclass FROM pg_inherits h WHERE h.inhrelid = c.oid) END')}
         || ${clause('', 'q.text')}
         || ${flag('NOT i.indisvalid', 'INVALID')}
         || ${flag('NOT i.indisready', 'not ready')}
         || ${flag('i.indisclustered', 'clustered')}
         || ${flag('i.indisreplident', 'replica identity')} AS definition
  FROM pg_index i
  JOIN relation c ON c.oid = i.indexrelid
  JOIN relation t ON t.oid = i.indrelid
  LEFT JOIN (${PROPERTIES}) AS q ON q.attrelid = i.indexrelid`

/** Queries for indexes, valid or not. */
export const INDEXES: readonly Part[] = [{ sql: INDEX }]
