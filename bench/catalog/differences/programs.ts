import { type DifferencesOf, each } from './difference.ts'

/** Functions, procedures, aggregates, triggers, rules, event triggers. */
export const PROGRAMS: DifferencesOf = [
  ...each([
    [
      "CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + n'",
      'function public.twice(n integer)',
    ],
    [
      "CREATE OR REPLACE FUNCTION twice(n int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2'",
      'function public.twice(n integer)',
    ],
    ['CREATE FUNCTION twice(t text) RETURNS text LANGUAGE sql AS $$SELECT t || t$$', 'function public.twice(t text)'],
    ['ALTER FUNCTION twice(int) STABLE', 'function public.twice(n integer)'],
    ['ALTER FUNCTION twice(int) STRICT', 'function public.twice(n integer)'],
    ['ALTER FUNCTION twice(int) SECURITY DEFINER', 'function public.twice(n integer)'],
    ['ALTER FUNCTION twice(int) LEAKPROOF', 'function public.twice(n integer)'],
    ['ALTER FUNCTION twice(int) PARALLEL SAFE', 'function public.twice(n integer)'],
    ['ALTER FUNCTION twice(int) COST 5000', 'function public.twice(n integer)'],
    ["ALTER FUNCTION twice(int) SET work_mem = '8MB'", 'function public.twice(n integer)'],
    ['ALTER FUNCTION twice(int) RENAME TO double', 'function public.double(n integer)'],
    ['ALTER FUNCTION twice(int) OWNER TO catalog_owner', 'function public.twice(n integer)'],
    [
      'ALTER FUNCTION twice(int) NO DEPENDS ON EXTENSION hstore',
      'dependence of function public.twice(integer) on extension hstore',
    ],
    ['ALTER FUNCTION latest() ROWS 5', 'function public.latest()'],
    ['DROP FUNCTION latest()', 'function public.latest()'],
    ['CREATE OR REPLACE PROCEDURE tidy() LANGUAGE sql AS $$ SELECT 2 $$', 'procedure public.tidy()'],
    ['DROP PROCEDURE tidy', 'procedure public.tidy()'],
    [
      "CREATE OR REPLACE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '5')",
      'aggregate public.total_of(integer)',
    ],
    [
      "CREATE OR REPLACE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', PARALLEL = safe)",
      'aggregate public.total_of(integer)',
    ],
    [
      "CREATE OR REPLACE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', COMBINEFUNC = int4pl)",
      'aggregate public.total_of(integer)',
    ],
    [
      "CREATE OR REPLACE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', SSPACE = 64)",
      'aggregate public.total_of(integer)',
    ],
    [
      "CREATE OR REPLACE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int)",
      'aggregate public.total_of(integer)',
    ],
    [
      "CREATE OR REPLACE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', FINALFUNC = int4up, FINALFUNC_MODIFY = read_write)",
      'aggregate public.total_of(integer)',
    ],
    ['ALTER AGGREGATE total_of(int) OWNER TO catalog_owner', 'aggregate public.total_of(integer)'],
    ['DROP AGGREGATE total_of(int)', 'aggregate public.total_of(integer)'],
    ['ALTER TABLE orders DISABLE TRIGGER orders_touch', 'trigger public.orders.orders_touch'],
    ['ALTER TABLE orders ENABLE REPLICA TRIGGER orders_touch', 'trigger public.orders.orders_touch'],
    ['ALTER TABLE orders ENABLE ALWAYS TRIGGER orders_touch', 'trigger public.orders.orders_touch'],
    ['ALTER TABLE parts_2026 DISABLE TRIGGER parts_touch', 'trigger public.parts_2026.parts_touch'],
    ['DROP TRIGGER orders_touch ON orders', 'trigger public.orders.orders_touch'],
    ['ALTER TRIGGER orders_touch ON orders RENAME TO touched', 'trigger public.orders.touched'],
    [
      'ALTER TRIGGER orders_touch ON orders DEPENDS ON EXTENSION hstore',
      'dependence of trigger orders_touch on public.orders on extension hstore',
    ],
    [
      'CREATE OR REPLACE TRIGGER orders_touch AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch()',
      'trigger public.orders.orders_touch',
    ],
    [
      'CREATE OR REPLACE TRIGGER orders_touch BEFORE UPDATE OF total ON orders FOR EACH ROW WHEN (OLD.id > 1) EXECUTE FUNCTION touch()',
      'trigger public.orders.orders_touch',
    ],
    ['DROP TRIGGER orders_checked ON orders', 'trigger public.orders.orders_checked'],
    ['DROP RULE quiet ON scratch', 'rule public.scratch.quiet'],
    [
      'CREATE OR REPLACE RULE quiet AS ON DELETE TO scratch WHERE id > 1 DO INSTEAD NOTHING',
      'rule public.scratch.quiet',
    ],
    ['ALTER TABLE scratch DISABLE RULE quiet', 'rule public.scratch.quiet'],
    ['ALTER TABLE scratch ENABLE ALWAYS RULE quiet', 'rule public.scratch.quiet'],
    ['ALTER EVENT TRIGGER looking DISABLE', 'event trigger looking'],
    ['ALTER EVENT TRIGGER looking ENABLE ALWAYS', 'event trigger looking'],
    ['DROP EVENT TRIGGER looking', 'event trigger looking'],
    [
      'DROP EVENT TRIGGER looking; CREATE EVENT TRIGGER looking ON ddl_command_end EXECUTE FUNCTION look()',
      'event trigger looking',
    ],
  ]),
]
