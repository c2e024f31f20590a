import type { AuxiliaryDescription, BuildDescription, ContainerDescription } from './container.ts'

/**
 * What a staging copy is made of, as trusted plain data: no path is relative and every default is filled in.
 *
 * Strings of commands, environments and bodies may hold placeholders that only the running copy can fill:
 * `${port}` (the port this replica must listen on), `${database.url}`, `${database.host}`, `${database.port}`,
 * `${database.user}`, `${database.password}`, `${database.name}`, `${service.NAME.url}` (the front of that service),
 * `${service.NAME.host}`, `${service.NAME.port}`, `${partner.NAME.url}`.
 */
export type Environment = Readonly<Record<string, string>>

export interface DatabaseDescription {
  readonly version: 16 | 17 | 18
  /** Image for the containers runtime; `postgres:<version>` unless the spec names another. */
  readonly image: string
  readonly name: string
  readonly user: string
  readonly password: string
  /** postgresql.conf settings, as the spec gives them. */
  readonly settings: Readonly<Record<string, string>>
  /** What a compose file says of it beyond that; the first alias is the name under which services know it. */
  readonly container?: ContainerDescription
  /** Variables for its image beside user, password and name. */
  readonly environment?: Environment
}

export interface ServiceVersion {
  /** `4.2`; `default` where the spec declares a single one. */
  readonly version: string
  /** Folder of the service. With a package-lock.json it is copied into the cache and `npm ci` is run there, once per content. */
  readonly source: string | null
  /** Shell command, run in the prepared source; null takes the image's own. */
  readonly command: string | null
  readonly image: string | null
  readonly build: BuildDescription | null
  readonly environment: Environment
}

export interface Health {
  /** HTTP path that must answer 2xx or 3xx; null waits for the port to accept connections. */
  readonly path: string | null
  readonly timeoutMs: number
}

export interface ServiceDescription {
  readonly name: string
  /** The port inside a container. A process gets a free one as `${port}` (and the environment variable PORT). */
  readonly port: number
  readonly health: Health
  readonly replicas: number
  /** Version that production runs today. */
  readonly initial: string
  readonly versions: Readonly<Record<string, ServiceVersion>>
  readonly dependsOn: readonly string[]
  /** What a compose file says of every replica beyond image and environment. */
  readonly container?: ContainerDescription
}

/** A seeded span of failures that returns every `everyMs`, identical in every phase. */
export interface PartnerFault {
  readonly everyMs: number
  readonly lasting: { readonly minMs: number; readonly maxMs: number }
  readonly status: number
  /** Sent with each failure as Retry-After; whole seconds. Left out where it asks for nothing. */
  readonly retryAfterMs?: number
}

export interface PartnerRoute {
  /** Name under which calls are recorded: `PUT /charges/:id`. */
  readonly operation: string
  readonly method: string
  /** Path template: `/charges/:id`. */
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Answers take a seeded lognormal time with these quantiles. */
  readonly latency: { readonly p50Ms: number; readonly p99Ms: number }
  readonly faults: readonly PartnerFault[]
}

export interface PartnerDescription {
  readonly name: string
  readonly routes: readonly PartnerRoute[]
}

export interface StageDescription {
  readonly database: DatabaseDescription
  readonly services: readonly ServiceDescription[]
  readonly partners: readonly PartnerDescription[]
  /** The compose file that the stage is; absolute. */
  readonly composeFile?: string
  /** Containers beside the services, which nobody swaps. */
  readonly auxiliaries?: readonly AuxiliaryDescription[]
}

/** Where a PostgreSQL server answers, as seen from the harness's own process. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}
