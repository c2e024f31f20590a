import { join } from 'node:path'
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
  /** Keys that a rehearsal does not understand. */
  readonly ignore: readonly string[]
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
/** Applies migrations and ends, whether or not somebody awaits it: the spec's own steps do that. */
const MIGRATES = /(^|\/)(dbmate|flyway|liquibase|goose|atlas|sqitch|migrate\/migrate)(:|@|$)/i
const MIGRATION = /^(db[-_]?)?(migrate|migrations?|migrator)$/i
/** What others use, and nobody asks over HTTP. */
const SUPPORT =
  /(^|\/)(redis|valkey|memcached|rabbitmq|kafka|zookeeper|nats|minio|elasticsearch|opensearch|mongo|mysql|mariadb|pgbouncer|localstack|jaeger|otel|prometheus|grafana|loki|vault|consul|etcd|mailhog|mailpit)\b/i

/** The compose file of a project; null where there is none, or its database is no PostgreSQL. Rejects where it is no YAML. */
export async function findCompose(project: ProjectFiles, env: NodeJS.ProcessEnv): Promise<FoundCompose | null> {
  const file = NAMES.find((name) => project.has(name))
  if (file === undefined) return null
  return composeOf(file, await surveyCompose(join(project.folder, file), env))
}

/** What a survey says of the stage; null without a PostgreSQL. */
export function composeOf(file: string, survey: Pick<ComposeSurvey, 'services' | 'unknownKeys'>): FoundCompose | null {
  const databases = survey.services.filter(({ postgres }) => postgres !== null)
  const [database] = databases
  if (database === undefined) return null
  const others = survey.services.filter(({ postgres }) => postgres === null)
  const without = others.filter((service) => service.once || migrates(service) || isForPeople(service))
  const rest = others.filter((service) => !without.includes(service) && service.profiles.length === 0)
  const asked = rest.filter((service) => service.ports.length > 0 && !SUPPORT.test(service.image ?? ''))
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
    ignore: survey.unknownKeys,
    beside: rest.filter((service) => !asked.includes(service)).map(({ name }) => name),
  }
}

function migrates({ name, image, ports }: SurveyedService): boolean {
  return ports.length === 0 && (MIGRATES.test(image ?? '') || MIGRATION.test(name))
}

function isForPeople({ name, image }: SurveyedService): boolean {
  return TOOLS.test(image ?? '') || TOOLS.test(name)
}
