import { resolve } from 'node:path'
import type { BuildDescription } from '../model/container.ts'
import type {
  DatabaseDescription,
  PartnerRoute,
  ServiceDescription,
  ServiceVersion,
  StageDescription,
} from '../model/stage.ts'
import type { ShapedSpec } from './schema.ts'

type ShapedStage = ShapedSpec['stage']
type ShapedService = ShapedStage['services'][string]
type ShapedMaking = NonNullable<ShapedService['versions']>[string]
type ShapedBuild = NonNullable<ShapedMaking['build']>
type ShapedRoute = ShapedStage['partners'][string]['routes'][number]

/** What a staging copy is made of. */
export function trustStage(stage: ShapedStage, folder: string): StageDescription {
  return {
    database: trustDatabase(stage.database),
    services: Object.entries(stage.services).map(([name, service]) => trustService(name, service, folder)),
    partners: Object.entries(stage.partners).map(([name, { routes }]) => ({ name, routes: routes.map(trustRoute) })),
  }
}

function trustDatabase({ image, ...database }: ShapedStage['database']): DatabaseDescription {
  return { ...database, image: image ?? `postgres:${database.version}` }
}

function trustService(name: string, service: ShapedService, folder: string): ServiceDescription {
  const initial = service.version ?? 'default'
  const versions = service.versions ?? { [initial]: { environment: {} } }
  return {
    name,
    // meaning/services.ts complains where there is none.
    port: service.port ?? 0,
    health: { path: service.health.path ?? null, timeoutMs: service.health.timeout },
    replicas: service.replicas,
    initial,
    versions: Object.fromEntries(
      Object.entries(versions).map(([version, making]) => [version, trustVersion(version, service, making, folder)]),
    ),
    dependsOn: service.dependsOn,
  }
}

function trustVersion(version: string, service: ShapedService, making: ShapedMaking, folder: string): ServiceVersion {
  const source = making.source ?? service.source
  // What a version says of its image overrules whichever way the service has of coming by one.
  const { image, build } = making.image !== undefined || making.build !== undefined ? making : service
  return {
    version,
    source: source === undefined ? null : resolve(folder, source),
    command: making.command ?? service.command ?? null,
    image: image ?? null,
    build: build === undefined ? null : trustBuild(build, folder),
    environment: { ...service.environment, ...making.environment },
  }
}

function trustBuild({ context, dockerfile, args, target }: ShapedBuild, folder: string): BuildDescription {
  return {
    context: resolve(folder, context),
    dockerfile,
    ...(args === undefined ? {} : { args }),
    ...(target === undefined ? {} : { target }),
  }
}

/** A stand-in about which only one quantile is known must not answer half of its calls slower than the slowest. */
function trustLatency({ p50, p99 }: ShapedRoute['latency']): PartnerRoute['latency'] {
  const p50Ms = p50 ?? Math.min(5, p99 ?? 5)
  return { p50Ms, p99Ms: p99 ?? 4 * p50Ms }
}

function trustRoute({ operation, status, headers, body, latency, faults }: ShapedRoute): PartnerRoute {
  const [method = '', path = ''] = operation.split(' ')
  const isText = typeof body === 'string'
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json'
  const typed = body === '' || Object.keys(headers).some((header) => header.toLowerCase() === 'content-type')
  return {
    operation,
    method,
    path,
    status,
    headers: typed ? headers : { 'content-type': type, ...headers },
    body: isText ? body : JSON.stringify(body),
    latency: trustLatency(latency),
    faults: faults.map(({ every, lasting, status, retryAfter }) => ({
      everyMs: every,
      lasting: { minMs: lasting.min, maxMs: lasting.max },
      status,
      ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
    })),
  }
}
