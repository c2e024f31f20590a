import { deepEqual } from 'node:assert/strict'
import { withPlaceholders } from '../../../harness/spec/compose/database-mentions.ts'

const KNOWN = { names: ['db', 'shelf-db'], database: 'shelf' }
const [HOST, PORT, NAME] = ['host', 'port', 'name'].map((what) => `\${database.${what}}`)

function changed(environment: Readonly<Record<string, string>>) {
  return withPlaceholders(environment, KNOWN)
}

describe('an environment that names the database', () => {
  it('leads to wherever the database is, in URLs of whichever driver', () => {
    deepEqual(
      changed({
        A: 'postgres://u:p@db:5432/shelf?sslmode=disable',
        B: 'postgresql+psycopg2://u:p@shelf-db/shelf',
        C: 'jdbc:postgresql://db:5432/shelf',
        D: 'ecto://u:p@db/other',
      }),
      {
        A: `postgres://u:p@${HOST}:${PORT}/${NAME}?sslmode=disable`,
        B: `postgresql+psycopg2://u:p@${HOST}:${PORT}/${NAME}`,
        C: `jdbc:postgresql://${HOST}:${PORT}/${NAME}`,
        D: `ecto://u:p@${HOST}:${PORT}/other`,
      },
    )
  })

  it('leads there in variables that stand alone, and in libpq’s words', () => {
    deepEqual(
      changed({
        DB_HOST: 'db',
        DB_PORT: '5432',
        DB_NAME: 'shelf',
        DB_USER: 'shelf',
        DSN: 'host=db port=5432 dbname=shelf user=shelf',
      }),
      {
        DB_HOST: HOST,
        DB_PORT: PORT,
        DB_NAME: NAME,
        DB_USER: 'shelf',
        DSN: `host=${HOST} port=${PORT} dbname=${NAME} user=shelf`,
      },
    )
  })

  it('is left as it is where it names something else', () => {
    const other = {
      URL: 'postgres://u:p@db2:5432/shelf',
      CACHE: 'redis://db:6379',
      HTTP: 'http://db/shelf',
      PORT: '5432',
      APP_NAME: 'shelf',
    }
    deepEqual(changed(other), other)
  })
})
