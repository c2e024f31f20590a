import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import * as copy from 'pg-copy-streams'

const client = new pg.Client()
client.on('notice', ({ severity, message }) => console.log('notice', severity, message))
client.on('notification', ({ channel, payload }) => console.log('notification', channel, payload))
await client.connect()

async function say(what, work) {
  try {
    const result = await work()
    const results = Array.isArray(result) ? result : [result]
    for (const { command, rowCount, rows } of results) console.log(what, command, rowCount, JSON.stringify(rows))
  } catch ({ code, message, detail, constraint, position }) {
    console.log(what, 'failed', code, message, detail, constraint, position)
  }
}

const INSERT = 'INSERT INTO parcels (id, address, weight) VALUES ($1, $2, $3)'
await say('drop', () => client.query('DROP TABLE IF EXISTS nothing_of_the_kind'))
await say('create', () => client.query('CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL)'))
await say('alter', () => client.query('ALTER TABLE parcels ADD COLUMN weight numeric'))
await say('insert', () => client.query(INSERT, [1, '1 Main Street', 2.5]))
await say('duplicate', () => client.query(INSERT, [1, 'twice', 1]))
await say('nonsense', () => client.query('SELECT nonsense FROM parcels'))
await say('begin', () => client.query('BEGIN'))
await say('update', () => client.query('UPDATE parcels SET weight = weight * 2 WHERE id = $1', [1]))
await say('insert', () => client.query(INSERT, [2, '2 Main Street', 7]))
await say('commit', () => client.query('COMMIT'))
await say('begin', () => client.query('BEGIN'))
await say('duplicate', () => client.query(INSERT, [2, 'twice', 1]))
await say('after it', () => client.query('SELECT 1'))
await say('commit', () => client.query('COMMIT'))
for (let id = 1; id <= 10; id++) {
  const again = { name: 'one', text: 'SELECT address FROM parcels WHERE id = $1', values: [id] }
  await say('prepared', () => client.query(again))
}
const rows = Array.from({ length: 1000 }, (_, n) => `${n + 100}\tby copy\t${n}\n`)
await pipeline(Readable.from(rows), client.query(copy.from('COPY parcels FROM STDIN')))
let bytes = 0
for await (const chunk of client.query(copy.to('COPY parcels TO STDOUT'))) bytes += chunk.length
console.log('copied out', bytes)
const migration = `CREATE TABLE routes (id integer PRIMARY KEY, name text);
  CREATE INDEX parcels_weight ON parcels (weight);
  ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;
  SELECT count(*) FROM parcels`
await say('migration', () => client.query(migration))
await say('half a migration', () => client.query("INSERT INTO routes VALUES (1, 'north'); SELECT 1/0"))
// A queue in the client, which the wire does not show.
await say('several at once', async () => {
  const all = [1, 2, 3].map((n) => client.query('SELECT $1::int AS n', [n]))
  return (await Promise.all(all))[2]
})
await say('listen', () => client.query('LISTEN parcels'))
await say('notify', () => client.query("SELECT pg_notify('parcels', 'arrived')"))
await sleep(50)
await say('timeout', () => client.query('SET statement_timeout = 100'))
await say('sleep', () => client.query('SELECT pg_sleep(5)'))
await say('reset', () => client.query('RESET statement_timeout'))
await say('rows', () => client.query('SELECT count(*)::int, sum(weight) FROM parcels'))
await client.end()
