import type { Scripts } from './script.ts'

export const PROGRAMS: Scripts = {
  'CALL with COMMIT': ['CALL pay(1, 5)', 'TABLE accounts'],
  'CALL with COMMIT in a block': ['BEGIN', 'CALL pay(1, 5)', 'ROLLBACK', 'TABLE accounts'],
  'CALL with a wrong name': ['CALL nothing(1)', 'CALL shout(1)', 'SELECT pay(1, 2)'],
  'CALL that fails after a COMMIT': ['CALL pay(1, -15)', 'TABLE accounts'],
  'DO with COMMIT': [
    "DO $$ BEGIN FOR n IN 1..3 LOOP INSERT INTO accounts (name) VALUES ('d' || n); COMMIT; END LOOP; END $$",
    'TABLE accounts',
  ],
  'DO with COMMIT and ROLLBACK': [
    "DO $$ BEGIN INSERT INTO accounts (name) VALUES ('k'); COMMIT; INSERT INTO accounts (name) VALUES ('l'); ROLLBACK; END $$",
    'TABLE accounts',
  ],
  'DO with COMMIT, then a failure': [
    "DO $$ BEGIN INSERT INTO accounts (name) VALUES ('k'); COMMIT; RAISE EXCEPTION 'after'; END $$",
    'TABLE accounts',
  ],
  'DO with COMMIT in a block': ['BEGIN', 'DO $$ BEGIN COMMIT; END $$', 'ROLLBACK'],
  'DO that speaks at every level': [
    "DO $$ BEGIN RAISE NOTICE 'n'; RAISE WARNING 'w'; RAISE INFO 'i'; RAISE LOG 'l'; RAISE DEBUG 'd'; END $$",
    'SET client_min_messages = error',
    "DO $$ BEGIN RAISE NOTICE 'n'; RAISE WARNING 'w'; RAISE INFO 'i'; END $$",
  ],
  'notices between rows': [
    'SELECT shout(name) FROM accounts ORDER BY id',
    'SELECT shout(name) FROM accounts ORDER BY id LIMIT 2',
  ],
  'notices before the columns': [
    "INSERT INTO accounts (name) VALUES (shout('q')) RETURNING name, shout('r')",
    "EXPLAIN (COSTS OFF) SELECT * FROM accounts WHERE name = shout('t')",
  ],
  'a function that catches': [
    "DO $$ BEGIN PERFORM fails(); EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'caught %', SQLERRM; END $$",
  ],
  'a function that changes a setting': [
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql SET lock_timeout = '4s' AS $$ SELECT set_config('lock_timeout', '5s', false) $$",
    'SELECT f()',
    'SHOW lock_timeout',
  ],
  set_config: [
    "SELECT set_config('lock_timeout', '6s', false)",
    'SHOW lock_timeout',
    "SELECT set_config('lock_timeout', '7s', true)",
    'SHOW lock_timeout',
  ],
  'a function of sets': [
    'CREATE FUNCTION f() RETURNS SETOF accounts LANGUAGE sql AS $$ TABLE accounts $$',
    'SELECT * FROM f()',
    'SELECT f()',
    'SELECT (f()).id',
  ],
  'a cursor of a function': [
    "CREATE FUNCTION f() RETURNS refcursor LANGUAGE plpgsql AS $$ DECLARE r refcursor := 'cur'; BEGIN OPEN r FOR TABLE accounts; RETURN r; END $$",
    'BEGIN',
    'SELECT f()',
    'FETCH ALL FROM cur',
    'COMMIT',
    'FETCH cur',
  ],
  'dynamic statements': [
    "DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD extra int'; EXECUTE format('CREATE TABLE %I (id int)', 'Odd Name'); END $$",
    'SELECT extra FROM orders LIMIT 1',
    'TABLE "Odd Name"',
  ],
  'an event trigger': [
    "CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'told of % %', tg_event, tg_tag; END $$",
    'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION told()',
    'CREATE TABLE x (id int)',
    'CREATE TABLE y (id int); DROP TABLE y; SELECT 1',
    'DROP EVENT TRIGGER e',
  ],
  'an audit of the text': [
    'CREATE TABLE audit (sql text)',
    'CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (current_query()); RETURN NULL; END $$',
    'CREATE TRIGGER a AFTER UPDATE ON accounts EXECUTE FUNCTION audit()',
    'UPDATE accounts SET balance = 1 ;',
    'SELECT 1; UPDATE accounts SET balance = 2; SELECT 2',
    'TABLE audit',
  ],
  'a rule that answers': [
    'CREATE RULE r AS ON INSERT TO accounts DO ALSO SELECT NEW.name AS told',
    "INSERT INTO accounts (name) VALUES ('ruled')",
    "SELECT 1; INSERT INTO accounts (name) VALUES ('again'); SELECT 2",
  ],
  'a rule of the server': ["UPDATE pg_settings SET setting = '8s' WHERE name = 'lock_timeout'", 'SHOW lock_timeout'],
  'a rule that does nothing': [
    'CREATE RULE r AS ON DELETE TO orders DO INSTEAD NOTHING',
    'DELETE FROM orders',
    'SELECT count(*) FROM orders',
  ],
  'a rule that does two things': [
    "CREATE RULE r AS ON UPDATE TO orders DO ALSO (UPDATE accounts SET balance = 5; INSERT INTO accounts (name) VALUES ('by rule'))",
    "UPDATE orders SET note = 'z' WHERE id = 1",
    'TABLE accounts',
  ],
  'a view that takes rows': [
    "INSERT INTO rich (name, balance) VALUES ('v', 50)",
    'UPDATE rich SET balance = balance + 1',
    'DELETE FROM rich WHERE balance > 40',
    'TABLE accounts',
  ],
}
