import { type DifferencesOf, each } from './difference.ts'

/** Schemas, extensions, publications, subscriptions, foreign data, languages, the database, roles, tablespaces. */
export const SURROUNDINGS: DifferencesOf = [
  ...each([
    ['CREATE SCHEMA other', 'schema other'],
    ['ALTER SCHEMA attic OWNER TO catalog_owner', 'schema attic'],
    ['ALTER SCHEMA public OWNER TO catalog_owner', 'schema public'],
    ['CREATE EXTENSION citext', 'extension citext'],
    ["ALTER EXTENSION hstore UPDATE TO '1.8'", 'extension hstore'],
    ['ALTER EXTENSION hstore SET SCHEMA shop', 'extension hstore'],
    ['DROP EXTENSION hstore CASCADE', 'extension hstore'],
    ['ALTER EXTENSION hstore ADD FUNCTION latest()', 'function public.latest()'],
    ['CREATE PUBLICATION more FOR ALL TABLES', 'publication more'],
    ['DROP PUBLICATION feed', 'publication feed'],
    ["ALTER PUBLICATION feed SET (publish = 'insert')", 'publication feed'],
    ['ALTER PUBLICATION feed SET (publish_via_partition_root = true)', 'publication feed'],
    ['ALTER PUBLICATION feed ADD TABLE parts', 'publication feed'],
    ['ALTER PUBLICATION feed DROP TABLE customers', 'publication feed'],
    ['ALTER PUBLICATION feed SET TABLE orders (id, body) WHERE (id > 0), customers', 'publication feed'],
    ['ALTER PUBLICATION feed SET TABLE orders (id, total) WHERE (id > 9), customers', 'publication feed'],
    ['CREATE PUBLICATION more FOR TABLES IN SCHEMA shop', 'publication more'],
    ['ALTER PUBLICATION feed OWNER TO catalog_owner', 'publication feed'],
    ["ALTER FOREIGN DATA WRAPPER away OPTIONS (ADD debug 'on')", 'foreign data wrapper away'],
    ['ALTER FOREIGN DATA WRAPPER away VALIDATOR postgresql_fdw_validator', 'foreign data wrapper away'],
    ["ALTER SERVER branch OPTIONS (SET host 'tree')", 'server branch'],
    ["ALTER SERVER branch VERSION '2'", 'server branch'],
    [
      "ALTER USER MAPPING FOR catalog_reader SERVER branch OPTIONS (SET name 'writer')",
      'user mapping of catalog_reader on branch',
    ],
    ['DROP USER MAPPING FOR catalog_reader SERVER branch', 'user mapping of catalog_reader on branch'],
    ["ALTER FOREIGN TABLE stock OPTIONS (SET what 'else')", 'foreign table public.stock'],
    ['DROP FOREIGN TABLE stock', 'foreign table public.stock'],
    ['DROP ACCESS METHOD pile', 'access method pile'],
    ['ALTER LANGUAGE pltwin OWNER TO catalog_owner', 'language pltwin'],
    ['CREATE OR REPLACE LANGUAGE pltwin HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler', 'language pltwin'],
    ['DROP LANGUAGE pltwin', 'language pltwin'],
    ["ALTER DATABASE :name SET TimeZone = 'Europe/Berlin'", 'settings of database'],
    ["ALTER ROLE catalog_reader IN DATABASE :name SET work_mem = '8MB'", 'settings of role catalog_reader in database'],
    ['ALTER DATABASE :name OWNER TO catalog_owner', 'database'],
    ['ALTER DATABASE :name CONNECTION LIMIT 50', 'database'],
    ['ALTER DATABASE :name IS_TEMPLATE true', 'database'],
  ]),
  {
    statement: "ALTER ROLE catalog_reader SET work_mem = '8MB'",
    object: 'settings of role catalog_reader',
    undo: 'ALTER ROLE catalog_reader RESET work_mem',
  },
  {
    statement: "ALTER ROLE ALL SET application_name = 'x'",
    object: 'settings of all roles',
    undo: 'ALTER ROLE ALL RESET application_name',
  },
  { statement: 'CREATE ROLE extra NOLOGIN IN ROLE pg_monitor', object: 'role extra', undo: 'DROP ROLE extra' },
  {
    statement: 'ALTER ROLE catalog_reader LOGIN',
    object: 'role catalog_reader',
    undo: 'ALTER ROLE catalog_reader NOLOGIN',
  },
  {
    statement: 'ALTER ROLE catalog_reader CONNECTION LIMIT 3',
    object: 'role catalog_reader',
    undo: 'ALTER ROLE catalog_reader CONNECTION LIMIT -1',
  },
  {
    statement: 'GRANT catalog_owner TO catalog_reader',
    object: 'role catalog_reader',
    undo: 'REVOKE catalog_owner FROM catalog_reader',
  },
  {
    statement: 'GRANT catalog_reader TO catalog_staff WITH ADMIN OPTION',
    object: 'role catalog_staff',
    undo: 'REVOKE ADMIN OPTION FOR catalog_reader FROM catalog_staff',
  },
  {
    statement: 'GRANT catalog_reader TO catalog_staff WITH INHERIT FALSE',
    object: 'role catalog_staff',
    undo: 'GRANT catalog_reader TO catalog_staff WITH INHERIT TRUE',
  },
  {
    statement: 'ALTER TABLESPACE catalog_space SET (random_page_cost = 2)',
    object: 'tablespace catalog_space',
    undo: 'ALTER TABLESPACE catalog_space RESET (random_page_cost)',
  },
  {
    statement: 'GRANT CREATE ON TABLESPACE catalog_space TO catalog_reader',
    object: 'grants on tablespace catalog_space',
    undo: 'REVOKE CREATE ON TABLESPACE catalog_space FROM catalog_reader',
  },
  {
    statement: 'GRANT SET ON PARAMETER log_statement TO catalog_reader',
    object: 'grants on parameter log_statement',
    undo: 'REVOKE SET ON PARAMETER log_statement FROM catalog_reader',
  },
  {
    statement:
      "CREATE SUBSCRIPTION away CONNECTION 'dbname=nowhere' PUBLICATION feed WITH (connect = false, slot_name = NONE)",
    object: 'subscription away',
    undo: 'DROP SUBSCRIPTION away',
  },
  ...each([
    ["ALTER SUBSCRIPTION away CONNECTION 'dbname=elsewhere'", 'subscription away'],
    ['ALTER SUBSCRIPTION away SET PUBLICATION feed, more WITH (refresh = false)', 'subscription away'],
    ['ALTER SUBSCRIPTION away SET (binary = true)', 'subscription away'],
    ['ALTER SUBSCRIPTION away SET (origin = none)', 'subscription away'],
    ['ALTER SUBSCRIPTION away SET (disable_on_error = true)', 'subscription away'],
  ]).map((difference) => ({
    ...difference,
    before:
      "CREATE SUBSCRIPTION away CONNECTION 'dbname=nowhere' PUBLICATION feed WITH (connect = false, slot_name = NONE)",
    undo: 'DROP SUBSCRIPTION away',
  })),
  {
    statement: 'ALTER PUBLICATION feed SET (publish_generated_columns = stored)',
    object: 'publication feed',
    since: 18,
  },
]
