import pg from 'pg'

// Amounts and identifiers fit a double; pg hands bigint over as text unless told otherwise.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, application_name: 'payments' })

// A connection that dies while it idles is replaced; without a listener it would end the process.
pool.on('error', (error) => console.error(`idle connection: ${error.message}`))

/** Rows of one statement. */
export async function query<Row extends pg.QueryResultRow>(
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await pool.query<Row>(sql, [...values])
  return rows
}

/** Runs the work in one transaction, committed when it resolves. */
export async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
