import lock from './reader-lock.json' with { type: 'json' }

/** Where the files of the stand-in service are written, beside the spec. */
export const READER_FOLDER = 'rehearsal.reader'

const SERVER = `// Stands in for a service where a project has none: it reads tables over HTTP, so that a migration has somebody to stall.
// It is yours now: have it do what your application does, or put your service in its place.
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
// A session that the server ends is opened anew by whoever asks next.
pool.on('error', () => undefined)

const TABLES = \`
  SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1\`

/** Tables as they were when somebody first asked: what goes away later is missed. */
let tables = []

const server = createServer((request, response) => {
  answer(request.url ?? '/')
    .catch((error) => ({ status: 500, body: { error: error.message } }))
    .then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
})

async function answer(url) {
  if (url === '/tables') {
    const { rows } = await pool.query(TABLES)
    tables = rows.map(({ name }) => name)
    return { status: 200, body: tables }
  }
  const name = decodeURIComponent(url.slice('/tables/'.length))
  if (!url.startsWith('/tables/')) return { status: 200, body: (await pool.query('SELECT 1 AS alive')).rows }
  if (!tables.includes(name) && !(await known(name))) return { status: 404, body: { error: 'no such table' } }
  const { rows } = await pool.query('SELECT * FROM ' + name + ' LIMIT 20')
  return { status: 200, body: { rows: rows.length } }
}

/** Names that came from the database itself, quoted by it: nothing else may become part of a statement. */
async function known(name) {
  const { rows } = await pool.query(TABLES)
  return rows.some((row) => row.name === name)
}

server.listen(Number(process.env.PORT ?? 8080), process.env.HOST)
process.once('SIGTERM', () => server.close(() => pool.end()))
`

const SCRIPT = `// Placeholder traffic: reads every table that the seed has, one after another. Replace it by what your clients do.
import http from 'k6/http'

export function setup() {
  return http.get(__ENV.BASE_URL + '/tables').json() as string[]
}

export default function (tables: string[]) {
  if (tables.length === 0) return void http.get(__ENV.BASE_URL + '/', { tags: { name: 'GET /' } })
  const table = tables[__ITER % tables.length]
  http.get(__ENV.BASE_URL + '/tables/' + encodeURIComponent(table), { tags: { name: 'GET ' + table } })
}
`

/** The stand-in service of a project that is a database alone, by path beneath the spec's folder. */
export function readerFiles(): Readonly<Record<string, string>> {
  const manifest = {
    name: lock.name,
    version: lock.version,
    private: true,
    type: 'module',
    dependencies: lock.packages[''].dependencies,
  }
  return {
    [`${READER_FOLDER}/server.js`]: SERVER,
    [`${READER_FOLDER}/package.json`]: `${JSON.stringify(manifest, null, 2)}\n`,
    [`${READER_FOLDER}/package-lock.json`]: `${JSON.stringify(lock, null, 2)}\n`,
  }
}

/** Its k6 script. */
export function readerScript(): string {
  return SCRIPT
}
