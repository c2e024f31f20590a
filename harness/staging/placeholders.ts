import type { DatabaseAddress, Environment } from '../model/stage.ts'

/** What placeholders stand for: `database.url` → `postgres://…`. */
export type Values = Readonly<Record<string, string>>

/** Fills `${name}` where we know the name; anything else belongs to the shell that will read it. */
export function fill(text: string, values: Values): string {
  return text.replaceAll(/\$\{([\w.-]+)\}/g, (whole, name: string) => values[name] ?? whole)
}

export function fillAll(environment: Environment, values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([key, text]) => [key, fill(text, values)]))
}

export function databaseUrl({ host, port, user, password, database }: DatabaseAddress): string {
  const part = encodeURIComponent
  return `postgres://${part(user)}:${part(password)}@${host}:${port}/${part(database)}`
}

export function databaseValues(address: DatabaseAddress): Values {
  return {
    'database.url': databaseUrl(address),
    'database.host': address.host,
    'database.port': String(address.port),
    'database.user': address.user,
    'database.password': address.password,
    'database.name': address.database,
  }
}

export function serviceValues(name: string, host: string, port: number): Values {
  return {
    [`service.${name}.url`]: `http://${host}:${port}`,
    [`service.${name}.host`]: host,
    [`service.${name}.port`]: String(port),
  }
}

/** libpq's variables and DATABASE_URL, which every migration tool understands one of. */
export function databaseEnvironment(address: DatabaseAddress): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl(address),
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGPASSWORD: address.password,
    PGDATABASE: address.database,
  }
}
