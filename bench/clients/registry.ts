import { npm } from '../../harness/staging/npm.ts'
import { type Client, CONCURRENTLY, COPYING, USUAL } from './client.ts'
import { command, pip } from './install.ts'

const PG = '8.23.1'
const PSYCOPG = '3.3.9'
const PGX = '5.12.0'
const JDBC = '42.7.8'
const MIGRATE = '4.20.1'

const PYTHON = (folder: string) => ({ PYTHONPATH: `${folder}/lib` })
const JOB = { expects: USUAL, sampled: COPYING }
const MIGRATION = { expects: USUAL, sampled: CONCURRENTLY }

function fromNpm(name: string, releases: readonly string[]): Pick<Client, 'name' | 'releases' | 'install'> {
  const install = (folder: string) =>
    npm(['install', '--prefix', folder, '--ignore-scripts', ...releases], folder, name)
  return { name, releases, install }
}

function fromPyPi(name: string, releases: readonly string[]): Pick<Client, 'name' | 'releases' | 'install' | 'env'> {
  return { name, releases, install: (folder) => pip(releases, folder), env: PYTHON }
}

const PSYCOPG_BINARY = [`psycopg[binary]==${PSYCOPG}`]

export const CLIENTS: readonly Client[] = [
  { name: 'psql', releases: [], install: async () => undefined, commands: [['psql', '-X', '-f', 'job.sql']], ...JOB },
  {
    ...fromNpm('node-postgres', [`pg@${PG}`, 'pg-copy-streams@7.0.0']),
    commands: [['node', 'job.mjs']],
    ...JOB,
  },
  { ...fromNpm('postgres-js', ['postgres@3.4.9']), commands: [['node', 'job.mjs']], ...JOB },
  { ...fromPyPi('psycopg', PSYCOPG_BINARY), commands: [['python3', 'job.py', 'text']], ...JOB },
  { ...fromPyPi('psycopg', PSYCOPG_BINARY), commands: [['python3', 'job.py', 'binary']], ...JOB },
  { ...fromPyPi('psycopg', PSYCOPG_BINARY), commands: [['python3', 'job.py', 'pipeline']], ...JOB },
  {
    name: 'pgx',
    releases: [PGX],
    install: async (folder) => {
      await command(folder, ['go', 'mod', 'init', 'job'])
      await command(folder, ['go', 'get', `github.com/jackc/pgx/v5@v${PGX}`])
      await command(folder, ['go', 'build', '-o', 'job', 'job.go'])
    },
    commands: [['./job']],
    ...JOB,
  },
  {
    name: 'jdbc',
    releases: [JDBC],
    install: async (folder) => {
      const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
      const artifact = `-Dartifact=org.postgresql:postgresql:${JDBC}`
      await command(folder, ['mvn', '-q', '-B', copy, artifact, '-DoutputDirectory=.', '-Dmdep.stripVersion=true'])
      await command(folder, ['javac', '-cp', 'postgresql.jar', 'Job.java'])
    },
    commands: [['java', '-cp', '.:postgresql.jar', 'Job']],
    ...JOB,
  },
  {
    ...fromNpm('db-migrate', ['db-migrate@0.11.14', 'db-migrate-pg@1.5.2']),
    commands: [
      ['node_modules/.bin/db-migrate', 'up', '-e', 'rehearsal', '-c', '3'],
      ['!', 'node_modules/.bin/db-migrate', 'up', '-e', 'rehearsal'],
      ['node_modules/.bin/db-migrate', 'down', '-e', 'rehearsal', '-c', '1'],
      ['node_modules/.bin/db-migrate', 'up', '-e', 'rehearsal', '-c', '1'],
    ],
    ...MIGRATION,
  },
  {
    ...fromNpm('node-pg-migrate', ['node-pg-migrate@9.0.0', `pg@${PG}`]),
    commands: [
      ['node_modules/.bin/node-pg-migrate', 'up', '3'],
      ['!', 'node_modules/.bin/node-pg-migrate', 'up'],
      ['node_modules/.bin/node-pg-migrate', 'down'],
      ['node_modules/.bin/node-pg-migrate', 'up', '1'],
    ],
    ...MIGRATION,
  },
  {
    ...fromPyPi('alembic', [...PSYCOPG_BINARY, 'alembic==1.20.1', 'sqlalchemy==2.1.9']),
    commands: [
      ['python3', '-m', 'alembic', 'upgrade', '0003'],
      ['!', 'python3', '-m', 'alembic', 'upgrade', 'head'],
      ['python3', '-m', 'alembic', 'downgrade', '-1'],
      ['python3', '-m', 'alembic', 'upgrade', '+1'],
    ],
    ...MIGRATION,
  },
  {
    name: 'golang-migrate',
    releases: [MIGRATE],
    install: async (folder) => {
      await command(folder, ['go', 'mod', 'init', 'job'])
      await command(folder, ['go', 'get', `github.com/golang-migrate/migrate/v4/cmd/migrate@v${MIGRATE}`])
      await command(folder, [
        'go',
        'build',
        '-tags',
        'pgx5',
        '-o',
        'migrate',
        'github.com/golang-migrate/migrate/v4/cmd/migrate',
      ])
    },
    commands: [
      ['sh', '-c', './migrate -path migrations -database "$PGX5_URL" up 4'],
      ['!', 'sh', '-c', './migrate -path migrations -database "$PGX5_URL" up'],
      ['sh', '-c', './migrate -path migrations -database "$PGX5_URL" force 4'],
      ['sh', '-c', './migrate -path migrations -database "$PGX5_URL" down 2'],
    ],
    ...MIGRATION,
  },
]
