import type { Environment } from '../../model/stage.ts'

/** Where services of a compose file find their database. */
export interface KnownDatabase {
  /** Every name that the internal network has for it. */
  readonly names: readonly string[]
  readonly database: string
}

const HOST = `\${database.host}`
const PORT = `\${database.port}`
const NAME = `\${database.name}`

/**
 * An environment that names the database, with placeholders in the place of host, port and name. Filled in for a service
 * they are what was written there; filled in for a migration on a clone, or beside the tracer of locks, they lead to that.
 */
export function withPlaceholders(environment: Environment, known: KnownDatabase): Environment {
  const host = `(?:${known.names.map(literally).join('|')})`
  const ofDatabase = Object.values(environment).some((value) => new RegExp(`^${host}(?::5432)?$`).test(value))
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => {
      const whole = ofDatabase ? aloneStanding(key, value, known) : null
      return [key, whole ?? within(value, host, known.database)]
    }),
  )
}

/** DB_HOST, DB_PORT and DB_NAME, each in a variable of its own. */
function aloneStanding(key: string, value: string, { names, database }: KnownDatabase): string | null {
  if (names.includes(value)) return HOST
  if (names.includes(value.replace(/:5432$/, ''))) return `${HOST}:${PORT}`
  if (value === '5432' && /PORT$/i.test(key)) return PORT
  return value === database && /(NAME|DB|DATABASE)$/i.test(key) ? NAME : null
}

/** A URL of PostgreSQL, in whichever driver's spelling, or libpq's `host=… port=… dbname=…`. */
function within(value: string, host: string, database: string): string {
  const name = literally(database)
  const url = new RegExp(
    `([\\w+:.-]*(?:postgres|pgsql|postgis|ecto)[\\w+:.-]*://(?:[^@/\\s]*@)?)${host}(?::5432)?(?=[/?\\s]|$)(/${name}(?=[?\\s]|$))?`,
    'g',
  )
  const inUrls = value.replaceAll(url, (_, before: string, path?: string) => {
    return `${before}${HOST}:${PORT}${path === undefined ? '' : `/${NAME}`}`
  })
  if (!new RegExp(`\\bhost=${host}(?=\\s|$)`).test(inUrls)) return inUrls
  return inUrls
    .replace(/\s*\bport=5432\b/, '')
    .replace(new RegExp(`\\bhost=${host}(?=\\s|$)`), `host=${HOST} port=${PORT}`)
    .replace(new RegExp(`\\bdbname=${name}(?=\\s|$)`), `dbname=${NAME}`)
}

function literally(text: string): string {
  return text.replaceAll(/[^\w]/g, '\\$&')
}
