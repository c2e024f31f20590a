import { resolve } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import { isThere, under } from '../part.ts'
import { complaintLines, refusalOf } from './compose.ts'
import { pathAskedBy } from './healthcheck.ts'
import { isPostgres, postgresOf } from './postgres.ts'
import { readComposeFile } from './read-compose.ts'
import type { ComposeService } from './service.ts'
import { everythingOf } from './wish.ts'

/** What a compose file holds, for whoever writes a spec for it. */
export interface ComposeSurvey {
  /** Absolute. */
  readonly file: string
  /** Every service of the file, whatever its profile. */
  readonly services: readonly SurveyedService[]
  /** What will be complained of when it becomes a stage as it is: `compose.yaml:12:5  services.api.deploy: ...`. */
  readonly complaints: readonly string[]
  /** Keys that `stage.compose.ignore` has to name for that not to happen. */
  readonly unknownKeys: readonly string[]
  /** What will be different on the stage, a sentence each. */
  readonly notes: readonly string[]
}

export interface SurveyedService {
  readonly name: string
  readonly image: string | null
  /** Absolute context, and the Dockerfile beneath it. */
  readonly build: { readonly context: string; readonly dockerfile: string } | null
  /** Inside the container. */
  readonly ports: readonly number[]
  readonly environment: Readonly<Record<string, string>>
  readonly dependsOn: readonly string[]
  readonly command: readonly string[] | null
  readonly profiles: readonly string[]
  /** Somebody waits until it has ended with 0, as for a migration. */
  readonly once: boolean
  /** Why it cannot take part as it is, a clause; null where nothing stands against it. */
  readonly unfit: string | null
  /** The path that its health check asks for over HTTP. */
  readonly healthPath: string | null
  /** null where its image is none of PostgreSQL; `major` is null where its tag names no version. */
  readonly postgres: {
    readonly major: number | null
    readonly user: string
    readonly password: string | null
    readonly database: string
  } | null
}

/** Reads a compose file without insisting on anything. Rejects only where it cannot be read, or is no YAML. */
export async function surveyCompose(file: string, env: NodeJS.ProcessEnv): Promise<ComposeSurvey> {
  const absolute = resolve(file)
  const read = readComposeFile(absolute, everythingOf(file), env)
  const refusal = refusalOf(read)
  if (refusal !== null && read.isBroken) throw new RehearsalError(refusal.code, refusal.message, 'mend its YAML')
  return {
    file: absolute,
    services: read.services.map((service) => surveyed(service, read.services)),
    complaints: complaintLines(read),
    unknownKeys: read.unknownKeys,
    notes: read.notes,
  }
}

function surveyed(service: ComposeService, services: readonly ComposeService[]): SurveyedService {
  const { name, image, build, ports, environment, dependsOn, container, profiles } = service
  const { major, user, password, database } = postgresOf(service)
  return {
    name,
    image,
    build: build === null ? null : { context: build.context, dockerfile: build.dockerfile },
    ports,
    environment,
    dependsOn: dependsOn.map((dependency) => dependency.name),
    command: container.command,
    profiles,
    once: services.some((other) => other.dependsOn.some((needed) => needed.name === name && needed.completed)),
    unfit: unfitnessOf(service),
    healthPath: pathAskedBy(container.healthcheck),
    postgres: isPostgres(service) ? { major, user, password, database } : null,
  }
}

function unfitnessOf({ part, image, sockets }: ComposeService): string | null {
  const [socket] = sockets
  if (socket !== undefined) return `it mounts the socket ${socket}, by which it would reach out of the rehearsal`
  const isExtension = image === null && isThere(under(part, 'extends')) && !isThere(under(part, 'build'))
  return isExtension ? 'it is made by `extends` of another service, which is not read' : null
}
