import { type NewcomersProject, SERVER } from './projects.ts'

/** Migrations that only their own tool can apply, for it has them in a language of programs. */
const UP = {
  orders: 'CREATE TABLE orders (id bigserial PRIMARY KEY, customer text NOT NULL, cents int NOT NULL)',
  rows: "INSERT INTO orders (customer, cents) SELECT 'c' || n, n % 10000 FROM generate_series(1, 50000) n",
  channel: "ALTER TABLE orders ADD COLUMN channel text NOT NULL DEFAULT 'web'",
}
const DOWN = {
  orders: 'DROP TABLE orders',
  rows: 'DELETE FROM orders',
  channel: 'ALTER TABLE orders DROP COLUMN channel',
}

function knexMigration(name: keyof typeof UP): string {
  return `exports.up = (knex) => knex.raw(${JSON.stringify(UP[name])})
exports.down = (knex) => knex.raw(${JSON.stringify(DOWN[name])})
`
}

/** A service whose migrations are knex's, in JavaScript. */
export const KNEX: NewcomersProject = {
  name: 'a service and knex',
  runtime: 'processes',
  needsPg: null,
  files: {
    'package.json':
      '{ "name": "shop", "version": "2.1.0", "private": true, "scripts": { "start": "node server.mjs" }, "dependencies": { "knex": "^3.1.0", "pg": "^8.13.0" } }\n',
    'server.mjs': SERVER,
    'knexfile.js': "module.exports = { client: 'pg', connection: process.env.DATABASE_URL }\n",
    'migrations/20260105101500_create_orders.js': knexMigration('orders'),
    'migrations/20260212090000_first_orders.js': knexMigration('rows'),
    'migrations/20261120150000_add_channel.js': knexMigration('channel'),
  },
}

function revision(name: keyof typeof UP, id: string, before: string | null): string {
  return `from alembic import op

revision = "${id}"
down_revision = ${before === null ? 'None' : `"${before}"`}


def upgrade():
    op.execute(${JSON.stringify(UP[name])})


def downgrade():
    op.execute(${JSON.stringify(DOWN[name])})
`
}

/** Nothing but Alembic's folder, with its Python beside it. */
export const ALEMBIC: NewcomersProject = {
  name: 'a folder of Alembic alone',
  runtime: 'processes',
  needsPg: null,
  setUp: [
    ['python3', '-m', 'venv', '.venv'],
    ['.venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', 'alembic', 'psycopg[binary]'],
  ],
  onPath: '.venv/bin',
  files: {
    'alembic.ini': '[alembic]\nscript_location = alembic\n',
    'alembic/env.py': `import os

from alembic import context
from sqlalchemy import create_engine, pool

url = os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg://", 1)
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
    'alembic/versions/1a2b_create_orders.py': revision('orders', '1a2b', null),
    'alembic/versions/3c4d_first_orders.py': revision('rows', '3c4d', '1a2b'),
    'alembic/versions/5e6f_add_channel.py': revision('channel', '5e6f', '3c4d'),
  },
}
