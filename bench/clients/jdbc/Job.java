import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** The same small job with the PostgreSQL JDBC driver. */
public class Job {
    private static final String INSERT = "INSERT INTO parcels (id, address, weight) VALUES (?, ?, ?)";

    interface Work {
        Object of() throws Exception;
    }

    static void say(String what, Work work) throws Exception {
        try {
            System.out.println(what + " " + work.of());
        } catch (SQLException refused) {
            System.out.println(what + " failed " + refused.getSQLState() + " " + refused.getMessage());
        }
    }

    static Object run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            for (SQLWarning one = statement.getWarnings(); one != null; one = one.getNextWarning())
                System.out.println("notice " + one.getMessage());
            return rows ? "rows" : statement.getUpdateCount();
        }
    }

    static Object insert(Connection connection, int id, String address, double weight) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, id);
            statement.setString(2, address);
            statement.setDouble(3, weight);
            return statement.executeUpdate();
        }
    }

    public static void main(String[] args) throws Exception {
        // After the second use a statement is prepared on the server under a name.
        String url = System.getenv("JDBC_URL") + "?prepareThreshold=2";
        try (Connection connection = DriverManager.getConnection(url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"))) {
            schema(connection);
            transaction(connection);
            reuse(connection);
            copy(connection);
            say("migration", () -> run(connection, "CREATE TABLE routes (id integer PRIMARY KEY, name text);"
                + " CREATE INDEX parcels_weight ON parcels (weight);"
                + " ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes"));
            say("half a migration", () -> run(connection, "INSERT INTO routes VALUES (1, 'north'); SELECT 1/0"));
            batch(connection);
            say("cancelled", () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.setQueryTimeout(1);
                    return statement.execute("SELECT pg_sleep(10)");
                }
            });
            say("rows", () -> {
                try (Statement statement = connection.createStatement();
                     ResultSet rows = statement.executeQuery("SELECT count(*), sum(weight) FROM parcels")) {
                    rows.next();
                    return rows.getInt(1) + " " + rows.getDouble(2);
                }
            });
        }
    }

    static void schema(Connection connection) throws Exception {
        say("drop", () -> run(connection, "DROP TABLE IF EXISTS nothing_of_the_kind"));
        say("create", () -> run(connection, "CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL)"));
        say("alter", () -> run(connection, "ALTER TABLE parcels ADD COLUMN weight float8"));
        say("insert", () -> insert(connection, 1, "1 Main Street", 2.5));
        say("duplicate", () -> insert(connection, 1, "twice", 1));
        say("nonsense", () -> run(connection, "SELECT nonsense FROM parcels"));
    }

    static void transaction(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        say("update", () -> run(connection, "UPDATE parcels SET weight = weight * 2 WHERE id = 1"));
        Savepoint before = connection.setSavepoint("before");
        say("nested", () -> insert(connection, 1, "thrice", 1));
        connection.rollback(before);
        say("insert", () -> insert(connection, 2, "2 Main Street", 7));
        connection.commit();
        say("delete", () -> run(connection, "DELETE FROM parcels"));
        connection.rollback();
        connection.setAutoCommit(true);
    }

    static void reuse(Connection connection) throws Exception {
        try (PreparedStatement one = connection.prepareStatement("SELECT address FROM parcels WHERE id = ?")) {
            for (int id = 1; id <= 10; id++) {
                one.setInt(1, id % 3);
                try (ResultSet rows = one.executeQuery()) {
                    System.out.println("prepared " + (rows.next() ? rows.getString(1) : "nothing"));
                }
            }
        }
    }

    static void copy(Connection connection) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int n = 0; n < 1000; n++) lines.append(n + 100).append("\tby copy\t").append(n).append('\n');
        var manager = connection.unwrap(PGConnection.class).getCopyAPI();
        say("copied in", () -> manager.copyIn("COPY parcels FROM STDIN", new StringReader(lines.toString())));
        StringWriter out = new StringWriter();
        say("copied out", () -> manager.copyOut("COPY parcels TO STDOUT", out));
        System.out.println(out.toString().length());
    }

    static void batch(Connection connection) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int n = 0; n < 20; n++) {
                statement.setInt(1, n + 5000);
                statement.setString(2, "by batch");
                statement.setDouble(3, n);
                statement.addBatch();
            }
            say("batch", () -> statement.executeBatch().length);
        }
        connection.setAutoCommit(false);
        try (PreparedStatement walk = connection.prepareStatement("SELECT id FROM parcels ORDER BY id")) {
            walk.setFetchSize(100);
            try (ResultSet rows = walk.executeQuery()) {
                long sum = 0;
                while (rows.next()) sum += rows.getInt(1);
                System.out.println("fetched " + sum);
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }
}
