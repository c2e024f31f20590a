import type { AuxiliaryDescription } from '../../model/container.ts'
import type { Environment, ServiceDescription, StageDescription } from '../../model/stage.ts'
import type { ComposeCast } from './cast.ts'
import { type KnownDatabase, withPlaceholders } from './database-mentions.ts'
import { type ComposePostgres, postgresOf } from './postgres.ts'
import { type ComposeService, linksTo } from './service.ts'

/** A compose file as the stage of a rehearsal: the database, and all the others. */
export interface Composition {
  readonly database: { readonly service: ComposeService; readonly postgres: ComposePostgres } | null
  /** Without the database. */
  readonly services: readonly ComposeService[]
}

/** Tells the database from the others, and gives everybody the names that `links` give them. */
export function compositionOf({ services, databaseName }: ComposeCast): Composition {
  const named = services.map((service) => {
    const { container } = service
    const aliases = [...new Set([...container.aliases, ...linksTo(service.name, services)])]
    return { ...service, container: { ...container, aliases } }
  })
  const found = named.find(({ name }) => name === databaseName)
  return {
    database: found === undefined ? null : { service: found, postgres: postgresOf(found) },
    services: named.filter(({ name }) => name !== databaseName),
  }
}

/** The stage of a spec with what only the compose file knows: how containers are made, and who else is there. */
export function withContainers(stage: StageDescription, { database, services }: Composition): StageDescription {
  const declared = stage.services.map(({ name }) => name)
  const known = { names: database?.service.container.aliases ?? [], database: stage.database.name }
  const others = services.filter(({ name }) => !declared.includes(name))
  const late = lateOnes(others, [...declared, ...known.names])
  const inner = new Set([...declared, ...others.map(({ name }) => name)])
  return {
    ...stage,
    database: {
      ...stage.database,
      ...(database !== null && {
        container: database.postgres.container,
        environment: database.postgres.environment,
      }),
    },
    services: stage.services.map((service) => {
      const found = services.find(({ name }) => name === service.name)
      return found === undefined ? service : composed(service, found, { known, inner })
    }),
    auxiliaries: others.map((other) => auxiliaryOf(other, services, { late, inner })),
  }
}

function composed(
  service: ServiceDescription,
  { environment, dependsOn, container }: ComposeService,
  { known, inner }: { readonly known: KnownDatabase; readonly inner: ReadonlySet<string> },
): ServiceDescription {
  const common: Environment = known.names.length === 0 ? environment : withPlaceholders(environment, known)
  const versions = Object.entries(service.versions).map(([name, version]) => [
    name,
    { ...version, environment: { ...common, ...version.environment } },
  ])
  return {
    ...service,
    versions: Object.fromEntries(versions) as ServiceDescription['versions'],
    dependsOn: [...new Set([...service.dependsOn, ...namesOf(dependsOn, inner)])],
    container,
  }
}

function auxiliaryOf(
  { name, image, build, environment, container, dependsOn }: ComposeService,
  services: readonly ComposeService[],
  { late, inner }: { readonly late: ReadonlySet<string>; readonly inner: ReadonlySet<string> },
): AuxiliaryDescription {
  return {
    name,
    image,
    build,
    environment,
    container,
    dependsOn: namesOf(dependsOn, inner),
    once: services.some((service) => service.dependsOn.some((other) => other.name === name && other.completed)),
    early: !late.has(name),
  }
}

function namesOf(dependencies: ComposeService['dependsOn'], inner: ReadonlySet<string>): readonly string[] {
  return dependencies.map(({ name }) => name).filter((name) => inner.has(name))
}

/**
 * Those that need the database or a service, by `depends_on` or because an environment or a command names it, and those
 * that need one of them in turn. They have to wait for the seed; the others are there before it.
 */
function lateOnes(others: readonly ComposeService[], hosts: readonly string[]): ReadonlySet<string> {
  const late = new Set(hosts)
  const needsLate = (service: ComposeService) =>
    service.dependsOn.some(({ name }) => late.has(name)) || hosts.some((host) => names(service, host))
  for (;;) {
    const further = others.filter((service) => !late.has(service.name) && needsLate(service))
    if (further.length === 0) return late
    for (const { name } of further) late.add(name)
  }
}

function names({ environment, container }: ComposeService, host: string): boolean {
  const said = [...Object.values(environment), ...(container.command ?? []), ...(container.entrypoint ?? [])]
  const word = new RegExp(`(?:^|[^\\w.-])${host.replaceAll(/[^\w]/g, '\\$&')}(?:$|[^\\w.-])`)
  return said.some((text) => word.test(text))
}
