import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'

const sql = postgres({ max: 1, onnotice: ({ severity, message }) => console.log('notice', severity, message) })

async function say(what, work) {
  try {
    const result = await work()
    console.log(what, result?.command, result?.count, JSON.stringify(result))
  } catch ({ code, message, detail, constraint_name }) {
    console.log(what, 'failed', code, message, detail, constraint_name)
  }
}

await say('drop', () => sql`DROP TABLE IF EXISTS nothing_of_the_kind`)
await say('create', () => sql`CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL)`)
await say('alter', () => sql`ALTER TABLE parcels ADD COLUMN weight numeric`)
const insert = (id, address, weight) =>
  sql`INSERT INTO parcels (id, address, weight) VALUES (${id}, ${address}, ${weight})`
await say('insert', () => insert(1, '1 Main Street', 2.5))
await say('duplicate', () => insert(1, 'twice', 1))
await say('nonsense', () => sql`SELECT nonsense FROM parcels`)
await say('transaction', () =>
  sql.begin((sql) => [
    sql`UPDATE parcels SET weight = weight * 2 WHERE id = ${1}`,
    sql`INSERT INTO parcels (id, address, weight) VALUES (${2}, ${'2 Main Street'}, ${7})`,
  ]),
)
await say('failed transaction', () =>
  sql.begin(async (sql) => {
    await sql`DELETE FROM parcels`
    await sql`INSERT INTO parcels (id) VALUES (${3})`
  }),
)
for (let id = 1; id <= 10; id++) await say('prepared', () => sql`SELECT address FROM parcels WHERE id = ${id}`)
const rows = Array.from({ length: 1000 }, (_, n) => `${n + 100}\tby copy\t${n}\n`)
await pipeline(Readable.from(rows), await sql`COPY parcels FROM STDIN`.writable())
let bytes = 0
for await (const chunk of await sql`COPY parcels TO STDOUT`.readable()) bytes += chunk.length
console.log('copied out', bytes)
const migration = `CREATE TABLE routes (id integer PRIMARY KEY, name text);
  CREATE INDEX parcels_weight ON parcels (weight);
  ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;`
await say('migration', () => sql.unsafe(migration).simple())
await say('half a migration', () => sql.unsafe("INSERT INTO routes VALUES (1, 'north'); SELECT 1/0").simple())
await say('several at once', async () => (await Promise.all([1, 2, 3].map((n) => sql`SELECT ${n}::int AS n`)))[2])
const seen = []
await sql`SELECT generate_series(1, 1000) AS n`.cursor(100, (rows) => void seen.push(rows.length))
console.log('cursor', seen.join())
const sleeping = sql`SELECT pg_sleep(10)`
setTimeout(() => sleeping.cancel(), 300)
await say('cancelled', () => sleeping)
await say('rows', () => sql`SELECT count(*)::int, sum(weight) FROM parcels`)
await sql.end()
