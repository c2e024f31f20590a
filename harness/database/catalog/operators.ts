import { below, clause, flag, maybe, noMember, OWN, owner, type Part } from './words.ts'

const OPERATOR = `
  SELECT format('operator %s.%s (%s, %s)', n.name, o.oprname, coalesce(${maybe('o.oprleft', 'regtype')}, 'none'), o.oprright::regtype) AS object,
         format('%s returns %s, restrict %s, join %s', o.oprcode, o.oprresult::regtype, o.oprrest, o.oprjoin)
         || ${clause('commutator', maybe('o.oprcom', 'regoperator'))} || ${clause('negator', maybe('o.oprnegate', 'regoperator'))}
         || ${flag('o.oprcanhash', 'hashes')} || ${flag('o.oprcanmerge', 'merges')} || ${owner('o.oprowner')} AS definition
  FROM pg_operator o JOIN space n ON n.oid = o.oprnamespace
  WHERE ${noMember('pg_operator', 'o.oid')}`

/** Operators and functions of a family; those that a class brought belong to the class, the others are loose. */
const ENTRIES = `
  SELECT 'pg_amop'::regclass AS classid, e.oid, e.amopfamily AS family,
         format('operator %s %s', e.amopstrategy, e.amopopr::regoperator)
         || coalesce((SELECT ' for order by ' || f.opfname FROM pg_opfamily f WHERE f.oid = e.amopsortfamily), '') AS text
  FROM pg_amop e
  UNION ALL
  SELECT 'pg_amproc'::regclass, e.oid, e.amprocfamily,
         format('function %s (%s, %s) %s', e.amprocnum, format_type(e.amproclefttype, NULL), format_type(e.amprocrighttype, NULL), e.amproc::regprocedure)
  FROM pg_amproc e`

const CLASSES = `
  SELECT format('operator class %s using %s', ${below('n', 'c.opcname')}, quote_ident(m.amname)),
         format('for %s, family %s', format_type(c.opcintype, NULL), quote_ident(f.opfname)) || ${flag('c.opcdefault', 'default')}
         || ${clause('storage', 'format_type(nullif(c.opckeytype, 0), NULL)')}
         || ${clause(
           '',
           `(SELECT string_agg(e.text, ', ' ORDER BY e.text COLLATE "C") FROM (${ENTRIES}) AS e
             JOIN pg_depend d ON d.classid = e.classid AND d.objid = e.oid AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i'
             WHERE d.refobjid = c.oid)`,
         )} || ${owner('c.opcowner')}
  FROM pg_opclass c JOIN space n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod JOIN pg_opfamily f ON f.oid = c.opcfamily
  WHERE ${noMember('pg_opclass', 'c.oid')}`

const FAMILIES = `
  SELECT format('operator family %s using %s', ${below('n', 'f.opfname')}, quote_ident(m.amname)),
         'with ' || coalesce((SELECT string_agg(e.text, ', ' ORDER BY e.text COLLATE "C") FROM (${ENTRIES}) AS e
           WHERE e.family = f.oid AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = e.classid AND d.objid = e.oid
                                                  AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i')), 'nothing')
         || ${owner('f.opfowner')}
  FROM pg_opfamily f JOIN space n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
  WHERE ${noMember('pg_opfamily', 'f.oid')}`

/** Queries for what makes values comparable. */
export const OPERATORS: readonly Part[] = [
  { sql: OPERATOR, where: `pg_operator WHERE ${OWN}` },
  { sql: CLASSES, where: `pg_opclass WHERE ${OWN}` },
  { sql: FAMILIES, where: `pg_opfamily WHERE ${OWN}` },
]
