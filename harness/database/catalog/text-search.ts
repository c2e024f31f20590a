import { below, clause, noMember, OWN, owner, type Part } from './words.ts'

const CONFIGURATIONS = `
  SELECT 'text search configuration ' || ${below('n', 'c.cfgname')},
         'parser ' || (SELECT p.prsnamespace::regnamespace::text || '.' || quote_ident(p.prsname) FROM pg_ts_parser p WHERE p.oid = c.cfgparser)
         || coalesce((SELECT string_agg(format(', %s: %s', k.maptokentype, k.mapdict::regdictionary), '' ORDER BY k.maptokentype, k.mapseqno)
                      FROM pg_ts_config_map k WHERE k.mapcfg = c.oid), '') || ${owner('c.cfgowner')}
  FROM pg_ts_config c JOIN space n ON n.oid = c.cfgnamespace
  WHERE ${noMember('pg_ts_config', 'c.oid')}`

const DICTIONARIES = `
  SELECT 'text search dictionary ' || ${below('n', 'd.dictname')},
         (SELECT t.tmplnamespace::regnamespace::text || '.' || quote_ident(t.tmplname) FROM pg_ts_template t WHERE t.oid = d.dicttemplate)
         || ${clause('', 'd.dictinitoption')} || ${owner('d.dictowner')}
  FROM pg_ts_dict d JOIN space n ON n.oid = d.dictnamespace
  WHERE ${noMember('pg_ts_dict', 'd.oid')}`

const TEMPLATES = `
  SELECT 'text search template ' || ${below('n', 't.tmplname')}, format('lexize %s, init %s', t.tmpllexize, t.tmplinit)
  FROM pg_ts_template t JOIN space n ON n.oid = t.tmplnamespace
  WHERE ${noMember('pg_ts_template', 't.oid')}`

const PARSERS = `
  SELECT 'text search parser ' || ${below('n', 'p.prsname')},
         format('start %s, token %s, end %s, headline %s, types %s', p.prsstart, p.prstoken, p.prsend, p.prsheadline, p.prslextype)
  FROM pg_ts_parser p JOIN space n ON n.oid = p.prsnamespace
  WHERE ${noMember('pg_ts_parser', 'p.oid')}`

/** Queries for what makes texts searchable. */
export const TEXT_SEARCH: readonly Part[] = [
  { sql: CONFIGURATIONS, where: `pg_ts_config WHERE ${OWN}` },
  { sql: DICTIONARIES, where: `pg_ts_dict WHERE ${OWN}` },
  { sql: TEMPLATES, where: `pg_ts_template WHERE ${OWN}` },
  { sql: PARSERS, where: `pg_ts_parser WHERE ${OWN}` },
]
