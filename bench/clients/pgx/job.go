// The same small job with pgx: its default (prepared statements, binary), its simple protocol for scripts, batches.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const insert = "INSERT INTO parcels (id, address, weight) VALUES ($1, $2, $3)"

var ctx = context.Background()

func say(what string, value any, err error) {
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused):
		fmt.Println(what, "failed", refused.Code, refused.Message, refused.Detail, refused.ConstraintName)
	case err != nil:
		fmt.Println(what, "failed without an answer", errors.Is(err, context.DeadlineExceeded))
	default:
		fmt.Println(what, value)
	}
}

func main() {
	config, err := pgx.ParseConfig(os.Getenv("DATABASE_URL"))
	must(err)
	config.OnNotice = func(_ *pgconn.PgConn, notice *pgconn.Notice) { fmt.Println("notice", notice.Severity, notice.Message) }
	conn, err := pgx.ConnectConfig(ctx, config)
	must(err)
	defer conn.Close(ctx)
	exec := func(what, sql string, args ...any) {
		tag, err := conn.Exec(ctx, sql, args...)
		say(what, tag.String(), err)
	}
	exec("drop", "DROP TABLE IF EXISTS nothing_of_the_kind")
	exec("create", "CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL)")
	exec("alter", "ALTER TABLE parcels ADD COLUMN weight float8")
	exec("insert", insert, 1, "1 Main Street", 2.5)
	exec("duplicate", insert, 1, "twice", 1.0)
	exec("nonsense", "SELECT nonsense FROM parcels")
	transaction(conn)
	for id := 1; id <= 10; id++ {
		var address string
		say("prepared", address, conn.QueryRow(ctx, "SELECT address FROM parcels WHERE id = $1", 1+id%2).Scan(&address))
		fmt.Println(address)
	}
	rows := pgx.CopyFromSlice(1000, func(n int) ([]any, error) { return []any{n + 100, "by copy", float64(n)}, nil })
	copied, err := conn.CopyFrom(ctx, pgx.Identifier{"parcels"}, []string{"id", "address", "weight"}, rows)
	say("copied in", copied, err)
	tag, err := conn.PgConn().CopyTo(ctx, devNull{}, "COPY parcels TO STDOUT")
	say("copied out", tag.String(), err)
	script := `CREATE TABLE routes (id integer PRIMARY KEY, name text);
	CREATE INDEX parcels_weight ON parcels (weight);
	ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes`
	results, err := conn.PgConn().Exec(ctx, script).ReadAll()
	say("migration", len(results), err)
	_, err = conn.PgConn().Exec(ctx, "INSERT INTO routes VALUES (1, 'north'); SELECT 1/0").ReadAll()
	say("half a migration", "", err)
	batch(conn)
	var total int
	var weight float64
	say("rows", "", conn.QueryRow(ctx, "SELECT count(*), sum(weight) FROM parcels").Scan(&total, &weight))
	fmt.Println(total, weight)
	short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	_, err = conn.Exec(short, "SELECT pg_sleep(10)")
	say("cancelled", "", err)
}

func transaction(conn *pgx.Conn) {
	tx, err := conn.Begin(ctx)
	must(err)
	_, err = tx.Exec(ctx, "UPDATE parcels SET weight = weight * 2 WHERE id = $1", 1)
	say("update", "done", err)
	nested, err := tx.Begin(ctx)
	must(err)
	_, err = nested.Exec(ctx, insert, 1, "thrice", 1.0)
	say("nested", "done", err)
	must(nested.Rollback(ctx))
	_, err = tx.Exec(ctx, insert, 2, "2 Main Street", 7.0)
	say("insert", "done", err)
	say("commit", "done", tx.Commit(ctx))
}

func batch(conn *pgx.Conn) {
	queued := &pgx.Batch{}
	for n := 0; n < 20; n++ {
		queued.Queue(insert, n+5000, "by batch", float64(n))
	}
	queued.Queue("SELECT count(*) FROM parcels")
	say("batch", "done", conn.SendBatch(ctx, queued).Close())
	broken := &pgx.Batch{}
	broken.Queue(insert, 7000, "undone", 1.0)
	broken.Queue(insert, 1, "twice", 1.0)
	say("broken batch", "done", conn.SendBatch(ctx, broken).Close())
}

type devNull struct{}

func (devNull) Write(chunk []byte) (int, error) { return len(chunk), nil }

func must(err error) {
	if err != nil {
		fmt.Println("gave up:", err)
		os.Exit(1)
	}
}
