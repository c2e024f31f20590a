import { RehearsalError } from '../../errors.ts'
import type { ServiceDescription, StageDescription } from '../../model/stage.ts'

/** The stage with services starting in a version: one text for each service that has it, or a map by service. */
export function inVersion(
  stage: StageDescription,
  wished: string | Readonly<Record<string, string>> | undefined,
): StageDescription {
  if (wished === undefined) return stage
  const named = typeof wished === 'string' ? whoHas(stage, wished) : wished
  for (const [service, version] of Object.entries(named)) knownVersion(stage, service, version)
  const services = stage.services.map((service) => ({ ...service, initial: named[service.name] ?? service.initial }))
  return { ...stage, services }
}

/** The service, where it has the version; else a RehearsalError that lists those there are. */
export function knownVersion(stage: StageDescription, name: string, version: string): ServiceDescription {
  const service = stage.services.find((one) => one.name === name)
  if (service !== undefined && Object.hasOwn(service.versions, version)) return service
  const known = stage.services.map((one) => `${one.name} ${Object.keys(one.versions).join(', ')}`).join('; ')
  throw new RehearsalError(
    'usage',
    `expected a service and version of the spec, found ${name} ${version}`,
    known === '' ? 'the spec has no services' : `the spec has ${known}`,
  )
}

function whoHas(stage: StageDescription, version: string): Readonly<Record<string, string>> {
  const having = stage.services.filter(({ versions }) => Object.hasOwn(versions, version))
  if (having.length > 0) return Object.fromEntries(having.map(({ name }) => [name, version]))
  const known = stage.services.flatMap(({ versions }) => Object.keys(versions))
  throw new RehearsalError(
    'usage',
    `expected a version that a service of the spec has, found ${version}`,
    `the spec has ${[...new Set(known)].join(', ') || 'no services'}`,
  )
}
