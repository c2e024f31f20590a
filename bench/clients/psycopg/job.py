"""The same small job with psycopg 3: `job.py text`, `job.py binary` or `job.py pipeline`."""
import sys
import threading

import psycopg

mode = sys.argv[1]
INSERT = "INSERT INTO parcels (id, address, weight) VALUES (%s, %s, %s)"


def say(what, work):
    try:
        print(what, work())
    except psycopg.Error as error:
        diag = error.diag
        print(what, "failed", type(error).__name__, error.sqlstate, diag.message_primary, diag.constraint_name)


def run(conn, *args, **more):
    cursor = conn.cursor(binary=mode == "binary")
    cursor.execute(*args, **more)
    rows = cursor.fetchall() if cursor.description else None
    return cursor.statusmessage, cursor.rowcount, rows


with psycopg.connect(autocommit=True) as conn:
    conn.add_notice_handler(lambda diag: print("notice", diag.severity, diag.message_primary))
    say("drop", lambda: run(conn, "DROP TABLE IF EXISTS nothing_of_the_kind"))
    say("create", lambda: run(conn, "CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL)"))
    say("alter", lambda: run(conn, "ALTER TABLE parcels ADD COLUMN weight numeric"))
    say("insert", lambda: run(conn, INSERT, (1, "1 Main Street", 2.5)))
    say("duplicate", lambda: run(conn, INSERT, (1, "twice", 1)))
    say("nonsense", lambda: run(conn, "SELECT nonsense FROM parcels"))

    def transaction():
        with conn.transaction():
            run(conn, "UPDATE parcels SET weight = weight * 2 WHERE id = %s", (1,))
            try:
                with conn.transaction():
                    run(conn, INSERT, (1, "thrice", 1))
            except psycopg.errors.UniqueViolation:
                print("nested transaction undone")
            return run(conn, INSERT, (2, "2 Main Street", 7))

    say("transaction", transaction)
    for number in range(1, 11):
        say("prepared", lambda: run(conn, "SELECT address FROM parcels WHERE id = %s", (number,), prepare=True))

    def copy():
        binary = " (FORMAT binary)" if mode == "binary" else ""
        with conn.cursor().copy(f"COPY parcels FROM STDIN{binary}") as into:
            into.set_types(["int4", "text", "numeric"])
            for number in range(1000):
                into.write_row((number + 100, "by copy", number))
        with conn.cursor().copy(f"COPY parcels TO STDOUT{binary}") as out:
            return sum(len(chunk) for chunk in out)

    say("copy", copy)

    if mode == "pipeline":

        def pipeline():
            with conn.pipeline() as pipe:
                for number in range(20):
                    conn.execute(INSERT, (number + 5000, "by pipeline", number))
                cursor = conn.execute("SELECT count(*) FROM parcels")
                pipe.sync()
                conn.execute("CREATE TABLE routes (id integer PRIMARY KEY, name text)")
                conn.execute("CREATE INDEX parcels_weight ON parcels (weight)")
                conn.execute("ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes")
                return cursor.fetchone()

        def broken_pipeline():
            with conn.pipeline():
                conn.execute("INSERT INTO routes VALUES (1, 'north')")
                conn.execute("SELECT 1 / 0")
                conn.execute("INSERT INTO routes VALUES (2, 'south')")

        def many():
            with conn.pipeline():
                cursor = conn.cursor()
                cursor.executemany(INSERT, [(number + 6000, "by many", number) for number in range(20)])
                return cursor.rowcount

        say("pipeline", pipeline)
        say("broken pipeline", broken_pipeline)
        say("many", many)
    else:
        migration = """CREATE TABLE routes (id integer PRIMARY KEY, name text);
          CREATE INDEX parcels_weight ON parcels (weight);
          ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;"""
        say("migration", lambda: conn.execute(migration).statusmessage)
        say("half a migration", lambda: conn.execute("INSERT INTO routes VALUES (1, 'north'); SELECT 1 / 0"))

    threading.Timer(0.3, conn.cancel_safe).start()
    say("cancelled", lambda: run(conn, "SELECT pg_sleep(10)"))

    def cursor_on_the_server():
        with conn.transaction(), conn.cursor(name="walk") as cursor:
            cursor.itersize = 100
            cursor.execute("SELECT id FROM parcels ORDER BY id")
            return sum(row[0] for row in cursor)

    say("server cursor", cursor_on_the_server)
    say("rows", lambda: run(conn, "SELECT count(*), sum(weight) FROM parcels"))
    say("routes", lambda: run(conn, "SELECT count(*) FROM routes"))
