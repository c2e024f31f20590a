import { join } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import { type ComposeSurvey, type SurveyedService, surveyCompose } from '../../spec/compose/survey.ts'
import type { ProjectFiles } from './project-files.ts'

/** A compose file as the stage of a rehearsal. */
export interface FoundCompose {
  /** Relative to the project. */
  readonly file: string
  readonly database: string
  /** Its major version; null where its image does not tell. */
  readonly major: number | null
  /** Whether the spec has to name it, since more than one service is PostgreSQL. */
  readonly named: boolean
  /** Services that take traffic, the likeliest to be asked first. */
  readonly services: readonly FoundComposeService[]
  /** Take no part: they have done their work before, or show something to people. */
  readonly without: readonly string[]
  /** What nobody could see by looking at the spec, a sentence each. */
  readonly toSettle: readonly string[]
  /** Keys that a rehearsal does not understand. */
  readonly ignore: readonly string[]
  /** Clients ask them, but no step could name them. */
  readonly unnameable: readonly string[]
  /** Run beside, and are never replaced. */
  readonly beside: readonly string[]
}

export interface FoundComposeService {
  readonly name: string
  /** The first of several, which the spec has to name; null where the file has but one, or none. */
  readonly port: number | null
  readonly ports: readonly number[]
  readonly healthPath: string | null
}

/** In the order in which compose itself looks. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']
/** For people, not for clients. */
const TOOLS = /\b(adminer|pgadmin4?|pgweb|cloudbeaver|mailhog|mailpit|redis-?commander|kafka-ui|portainer|dozzle)\b/i
/** Fill or migrate the database, and end. */
const MIGRATORS = /(^|\/)(dbmate|flyway|liquibase|migrate|goose|sqitch|atlas|graphile-migrate)(?=[:@]|$)/i
const MIGRATOR_NAME = /(^|[_-])(migrate|migrations?|migrator)($|[_-])/i
const MIGRATES = /(^|[\s:/])(migrate|dbmate|alembic upgrade)(?=[\s:]|$)/i
/** What a step that replaces a service can call it: its other keys are words of the step itself. */
const NAMEABLE = /^(?!(?:strategy|replicas|drain)$)[a-z][a-z0-9_-]*$/
/** What others use, and nobody asks over HTTP. */
const SUPPORT =
  /(^|\/)(redis|valkey|memcached|rabbitmq|kafka|zookeeper|nats|minio|elasticsearch|opensearch|mongo|mysql|mariadb|pgbouncer|localstack|jaeger|otel|prometheus|grafana|loki|vault|consul|etcd|mailhog|mailpit)\b/i

/** The compose file of a project; null where there is none, or its database is no PostgreSQL. Rejects where it is no YAML. */
export async function findCompose(project: ProjectFiles, env: NodeJS.ProcessEnv): Promise<FoundCompose | null> {
  const file = NAMES.find((name) => project.has(name))
  if (file === undefined) return null
  const found = composeOf(file, await surveyCompose(join(project.folder, file), env))
  const [unnameable] = found?.unnameable ?? []
  if (found === null || unnameable === undefined || found.services.length > 0) return found
  throw new RehearsalError(
    'spec-invalid',
    `expected a service in ${file} that a step can name, found ${unnameable}: ${UNNAMEABLE}`,
    `rename it in ${file}, or in a copy of it; its addresses stay valid by \`networks: { default: { aliases: [${unnameable}] } }\``,
  )
}

const UNNAMEABLE =
  'a spec names services in lower-case letters, digits, hyphens and underscores, and none strategy, replicas or drain'

/** What a survey says of the stage; null without a PostgreSQL. */
export function composeOf(file: string, survey: Pick<ComposeSurvey, 'services' | 'unknownKeys'>): FoundCompose | null {
  const databases = survey.services.filter(({ postgres }) => postgres !== null)
  const [database] = databases
  if (database === undefined) return null
  const others = survey.services.filter(({ postgres }) => postgres === null)
  const without = others.filter(
    (service) => service.once || service.unfit !== null || isForPeople(service) || isMigrator(service),
  )
  const rest = others.filter((service) => !without.includes(service) && service.profiles.length === 0)
  const reachable = rest.filter((service) => service.ports.length > 0 && !SUPPORT.test(service.image ?? ''))
  const asked = reachable.filter(({ name }) => NAMEABLE.test(name))
  const unnameable = reachable.filter((service) => !asked.includes(service)).map(({ name }) => name)
  const ranked = asked.toSorted((one, other) => Number(one.build === null) - Number(other.build === null))
  return {
    file,
    database: database.name,
    major: database.postgres?.major ?? null,
    named: databases.length > 1,
    services: ranked.map(({ name, ports, healthPath }) => {
      const port = ports.length === 1 ? null : (ports[0] ?? null)
      return { name, ports, port, healthPath }
    }),
    without: without.map(({ name }) => name),
    unnameable,
    toSettle: [
      ...unnameable.map((name) => `${name} of ${file} runs beside, and is not replaced: ${UNNAMEABLE}`),
      ...without.flatMap(({ name, unfit }) => (unfit === null ? [] : [`${name} of ${file} takes no part: ${unfit}`])),
    ],
    ignore: survey.unknownKeys,
    beside: rest.filter((service) => !asked.includes(service)).map(({ name }) => name),
  }
}

function isForPeople({ name, image }: SurveyedService): boolean {
  return TOOLS.test(image ?? '') || TOOLS.test(name)
}

/** One that runs and ends, though nobody waits for its end: it would migrate before the rehearsal does. */
function isMigrator({ name, image, command, ports }: SurveyedService): boolean {
  const said = command?.join(' ') ?? ''
  // What migrates and then serves is no migrator.
  if (ports.length > 0 || /&&|;|\|\|/.test(said)) return false
  return MIGRATORS.test(image ?? '') || MIGRATOR_NAME.test(name) || MIGRATES.test(said)
}
