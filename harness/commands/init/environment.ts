import { literal } from '../../spec/write-spec.ts'
import type { ProjectFiles } from './project-files.ts'

/** What a service or a tool finds in its environment, by name, in the spec's own text. */
export type DraftEnvironment = Readonly<Record<string, string>>

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist']
const SECRET = /pass|secret|token|key|credential|auth/i
const POSTGRES_URL = /^postgres(ql)?:\/\//

/** libpq's own variables and DATABASE_URL: one of these, most services read. */
export const USUAL: DraftEnvironment = {
  DATABASE_URL: placeholder('database.url'),
  PGHOST: placeholder('database.host'),
  PGPORT: placeholder('database.port'),
  PGUSER: placeholder('database.user'),
  PGPASSWORD: placeholder('database.password'),
  PGDATABASE: placeholder('database.name'),
}

/** The file of examples that a project keeps for those who set it up; null without one. */
export function exampleFile(project: ProjectFiles): string | null {
  return EXAMPLES.find((file) => project.has(file)) ?? null
}

/** The environment of a service that is started here: the usual names, and those that the project's example lists. */
export function environmentOf(project: ProjectFiles): DraftEnvironment {
  const example = exampleFile(project)
  const listed = project
    .read(example ?? '')
    .split('\n')
    .flatMap((line) => {
      const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
      return name === undefined ? [] : [[name, meant(name, value.replace(/^(['"])(.*)\1$/, '$2'))] as const]
    })
  return { ...USUAL, PORT: placeholder('port'), ...Object.fromEntries(listed) }
}

/** A name that means the database, or the port, leads to the copy; a secret comes from the operator's environment. */
function meant(name: string, value: string): string {
  if (name === 'PORT') return placeholder('port')
  if (POSTGRES_URL.test(value) || /^(DATABASE|DB|POSTGRES|PG)_?(URL|URI|DSN)$/i.test(name))
    return placeholder('database.url')
  const part = /^(?:DATABASE|DB|POSTGRES|PG)_?(HOST|PORT|USER(?:NAME)?|PASS(?:WORD)?|NAME|DB|DATABASE)$/i.exec(
    name,
  )?.[1]
  if (part !== undefined) return placeholder(`database.${PARTS[part.toLowerCase()] ?? 'name'}`)
  return SECRET.test(name) && /^[A-Z_][A-Z0-9_]*$/.test(name) ? `\${${name}:-}` : literal(value)
}

const PARTS: Readonly<Record<string, string>> = {
  host: 'host',
  port: 'port',
  user: 'user',
  username: 'user',
  pass: 'password',
  password: 'password',
}

/** `${service.api.url}`: what the running copy fills in. */
export function placeholder(name: string): string {
  return `\${${name}}`
}
