import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseAddress, Environment } from '../model/stage.ts'

/** A file of services for one command, gone with it. */
export interface ServiceFile extends Disposable {
  readonly environment: Environment
}

/** Services that a command asks for: by PGSERVICE, or in a connection string of its own. */
export function servicesOf(command: string, { PGSERVICE = '' }: Environment): readonly string[] {
  const named = [...command.matchAll(/\bservice=([\w.-]+)/g)].map(([, name = '']) => name)
  return [...new Set([PGSERVICE, ...named])].filter((name) => name !== '')
}

/**
 * Has libpq find the copy under these names, and no other service anywhere: the operator's own ~/.pg_service.conf may
 * lead to production. https://www.postgresql.org/docs/current/libpq-pgservice.html
 */
export function openServiceFile(file: string, address: DatabaseAddress, services: readonly string[]): ServiceFile {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, textOf(services, address), { mode: 0o600 })
  return {
    // Whoever is not in the first is looked for in pg_service.conf of the second.
    environment: { PGSERVICEFILE: file, PGSYSCONFDIR: dirname(file) },
    [Symbol.dispose]: () => rmSync(file, { force: true }),
  }
}

/** A shell command that finds the same inside a container, where there is no operator and nothing to overrule. */
export function withServices(command: string, address: DatabaseAddress, services: readonly string[]): string {
  if (services.length === 0) return command
  const text = textOf(services, address).replaceAll("'", "'\\''")
  return `PGSERVICEFILE=$(mktemp) && printf %s '${text}' >"$PGSERVICEFILE" && export PGSERVICEFILE || exit\n${command}`
}

function textOf(services: readonly string[], { host, port, user, password, database }: DatabaseAddress): string {
  const lines = [`host=${host}`, `port=${port}`, `user=${user}`, `password=${password}`, `dbname=${database}`]
  return services.map((name) => [`[${name}]`, ...lines, ''].join('\n')).join('')
}
