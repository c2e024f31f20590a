import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packagesOf } from '../../test/live/packages.ts'

/** A system that knows nothing of rehearsals, as somebody might have it. */
export interface NewcomersProject {
  readonly name: string
  readonly runtime: 'containers' | 'processes'
  readonly files: Readonly<Record<string, string>>
  /** What its people run once after a clone, before they know of us. */
  readonly setUp?: readonly (readonly [string, ...string[]])[]
  /** A folder of the project that is on their PATH. */
  readonly onPath?: string
  /** A folder of the project that gets the package pg, as its own `npm install` would do. */
  readonly needsPg: string | null
}

const up = (sql: string, down: string) => `-- migrate:up\n${sql}\n\n-- migrate:down\n${down}\n`

export const SERVER = `import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
pool.on('error', (error) => console.error(error.message))

async function answer(method, path, body) {
  if (path === '/healthz') return [200, (await pool.query('SELECT 1 AS ok')).rows[0]]
  if (method === 'POST' && path === '/orders') {
    const { customer, cents } = JSON.parse(body)
    const { rows } = await pool.query('INSERT INTO orders (customer, cents) VALUES ($1, $2) RETURNING id', [customer, cents])
    return [201, rows[0]]
  }
  if (method === 'GET' && path === '/orders')
    return [200, (await pool.query('SELECT id, customer, cents FROM orders ORDER BY id DESC LIMIT 20')).rows]
  const [, id] = /^\\/orders\\/(\\d+)$/.exec(path) ?? []
  if (id === undefined) return [404, {}]
  const { rows } = await pool.query('SELECT id, customer, cents FROM orders WHERE id = $1', [id])
  return rows.length === 0 ? [404, {}] : [200, rows[0]]
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const [status, said] = await answer(request.method, request.url, body).catch((error) => [500, { error: error.message }])
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
})
server.listen(process.env.PORT || 3000)
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`

const ORDERS = 'CREATE TABLE orders (id bigserial PRIMARY KEY, customer text NOT NULL, cents int NOT NULL);'
const ROWS = "INSERT INTO orders (customer, cents) SELECT 'c' || n, n % 10000 FROM generate_series(1, 50000) n;"

/** A compose file with PostgreSQL and a service that it builds, and a folder of dbmate. */
export const COMPOSE: NewcomersProject = {
  name: 'a compose file and dbmate',
  runtime: 'containers',
  needsPg: 'api',
  files: {
    'compose.yaml': `services:
  db:
    image: postgres:17
    restart: unless-stopped
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: shop
      POSTGRES_DB: shop
    volumes: ["pgdata:/var/lib/postgresql/data"]
  api:
    build: ./api
    restart: unless-stopped
    depends_on: [db]
    environment:
      DATABASE_URL: postgres://shop:shop@db:5432/shop
    ports: ["3000:3000"]
volumes:
  pgdata:
`,
    'api/Dockerfile': 'FROM node:24-bookworm-slim\nWORKDIR /srv\nCOPY . .\nEXPOSE 3000\nCMD ["node", "server.mjs"]\n',
    'api/server.mjs': SERVER,
    'db/migrations/20260105101500_create_orders.sql': up(ORDERS, 'DROP TABLE orders;'),
    'db/migrations/20260212090000_first_orders.sql': up(ROWS, 'DELETE FROM orders;'),
    'db/migrations/20261120150000_add_channel.sql': up(
      "ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web';",
      'ALTER TABLE orders DROP COLUMN channel;',
    ),
  },
}

/** A service beside a folder of golang-migrate, and a k6 script as its documentation teaches to write one. */
export const SCRIPTED: NewcomersProject = {
  name: 'golang-migrate and a k6 script',
  runtime: 'processes',
  needsPg: null,
  files: {
    'package.json':
      '{ "name": "shop", "version": "1.4.0", "private": true, "scripts": { "start": "node server.mjs" }, "dependencies": { "pg": "^8.13.0" } }\n',
    'server.mjs': SERVER,
    'db/migration/000001_orders.up.sql': ORDERS,
    'db/migration/000001_orders.down.sql': 'DROP TABLE orders;',
    'db/migration/000002_rows.up.sql': ROWS,
    'db/migration/000002_rows.down.sql': 'DELETE FROM orders;',
    'db/migration/000003_channel.up.sql': "ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web';",
    'db/migration/000003_channel.down.sql': 'ALTER TABLE orders DROP COLUMN channel;',
    'load/checkout.js': `import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  stages: [
    { duration: '30s', target: 20 },
    { duration: '1m', target: 20 },
  ],
  thresholds: { http_req_failed: ['rate<0.05'] },
};

const BASE_URL = __ENV.BASE_URL || 'http://localhost:3000';

export default function () {
  const body = JSON.stringify({ customer: 'k6', cents: 1250 });
  const placed = http.post(\`\${BASE_URL}/orders\`, body, { headers: { 'Content-Type': 'application/json' } });
  check(placed, { 'order was placed': (r) => r.status === 201 });
  const list = http.get(\`\${BASE_URL}/orders\`);
  check(list, { 'orders are listed': (r) => r.status === 200 });
  sleep(0.1);
}
`,
  },
}

/** Nothing but a folder of goose. */
export const DATABASE: NewcomersProject = {
  name: 'a folder of goose alone',
  runtime: 'processes',
  needsPg: null,
  files: {
    'sql/migrations/001_orders.sql': `-- +goose Up\n${ORDERS}\n${ROWS}\n-- +goose Down\nDROP TABLE orders;\n`,
    'sql/migrations/002_channel.sql':
      '-- +goose Up\nALTER TABLE orders ADD COLUMN channel text;\n-- +goose Down\nALTER TABLE orders DROP COLUMN channel;\n',
  },
}

export function writeProject(folder: string, { files, needsPg }: NewcomersProject): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  if (needsPg === null) return
  for (const name of packagesOf('pg'))
    cpSync(join('node_modules', name), join(folder, needsPg, 'node_modules', name), { recursive: true })
}
