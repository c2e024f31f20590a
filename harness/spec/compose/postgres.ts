import type { ContainerDescription } from '../../model/container.ts'
import { under } from '../part.ts'
import type { Reading } from './reading.ts'
import type { ComposeService } from './service.ts'

/** What a compose file says of the PostgreSQL in it; null where it says nothing. */
export interface ComposePostgres {
  /** The tag's number: 17 of `postgres:17.2-alpine`. */
  readonly major: number | null
  readonly user: string
  readonly password: string | null
  readonly database: string
  /** Settings of its command, `-c name=value`. */
  readonly settings: Readonly<Record<string, string>>
  /** Variables for the image beside user, password and database. */
  readonly environment: Readonly<Record<string, string>>
  /** Its command holds what is left of it. */
  readonly container: ContainerDescription
}

/** Images of PostgreSQL that take POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB as the official one does. */
const IMAGE = /(?:^|\/)(?:postgres|postgis|pgvector|timescaledb|timescaledb-ha|pgvector-rs)(?=[:@]|$)/

/** Whether it is PostgreSQL, as far as its image tells. */
export function isPostgres({ image }: ComposeService): boolean {
  return image !== null && IMAGE.test(image)
}

/** The version in a tag, `17.2-alpine`, `17-3.5` or `pg17`; null where there is none. */
export function majorOf(image: string | null): number | null {
  // A registry may have a port, and a digest a colon.
  const [, tag = ''] = image?.split('@')[0]?.split('/').at(-1)?.split(':') ?? []
  const major = /(?:^|pg)(\d+)/.exec(tag)?.[1]
  return major === undefined ? null : Number(major)
}

/** What the stage cannot give a PostgreSQL that is made so. */
export function judgePostgres({ image, environment, container, part }: ComposeService, reading: Reading): void {
  const { complain } = reading
  if (image === null) complain(under(part, 'build'), 'an image for the database', 'a build')
  if (container.entrypoint !== null) complain(under(part, 'entrypoint'), 'the entry point of the database’s own image')
  for (const name of Object.keys(environment).filter((key) => /^POSTGRES_(USER|PASSWORD|DB)_FILE$/.test(key)))
    complain(under(part, 'environment'), `${name.slice(0, -5)} itself, for secrets are not mounted`, name)
  const { port = '5432' } = settingsOf(container.command ?? []).settings
  if (port !== '5432') complain(under(part, 'command'), 'PostgreSQL on port 5432', `port ${port}`)
}

/** What the image of PostgreSQL is told by the environment and command of a service. */
export function postgresOf({ image, environment, container }: ComposeService): ComposePostgres {
  const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, ...rest } = environment
  const { settings, left } = settingsOf(container.command ?? [])
  const user = POSTGRES_USER || 'postgres'
  return {
    major: majorOf(image),
    user,
    password: POSTGRES_PASSWORD || null,
    database: POSTGRES_DB || user,
    settings,
    environment: rest,
    container: { ...container, command: left },
  }
}

/** `-c name=value`, `-cname=value` and `--name=value` of a server's command line, and what else stands in it. */
function settingsOf(command: readonly string[]): {
  readonly settings: Readonly<Record<string, string>>
  readonly left: readonly string[]
} {
  const settings: Record<string, string> = {}
  const left: string[] = []
  const words = command[0] === 'postgres' ? command.slice(1) : [...command]
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const said = word === '-c' ? (words.shift() ?? '') : (/^(?:-c|--)(.+=.*)$/s.exec(word)?.[1] ?? '')
    const [, name, value = ''] = /^([\w.-]+)=(.*)$/s.exec(said) ?? []
    if (name === undefined) left.push(word)
    // A dash in a name is an underscore on PostgreSQL's command line.
    else settings[name.replaceAll('-', '_')] = value
  }
  return { settings, left }
}
