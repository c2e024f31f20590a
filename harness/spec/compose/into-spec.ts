import type { SpecDocument } from '../document.ts'
import { isThere, members, type Part, under } from '../part.ts'
import type { Composition } from './composition.ts'
import type { ComposeService } from './service.ts'

type Data = Readonly<Record<string, unknown>>

/**
 * The spec as it would be had the operator copied into it what the compose file says of the database and of the services
 * that the spec declares. What the spec says itself goes before that.
 */
export function withComposition(document: SpecDocument, { database, services }: Composition): SpecDocument {
  const spec: Part = { path: [], value: document.data }
  const stage = under(spec, 'stage')
  const declared = members(under(stage, 'services')).map(([name, part]) => {
    const known = services.find((service) => service.name === name)
    return [name, known === undefined ? part.value : { ...serviceData(known, part), ...dataOf(part) }] as const
  })
  const data = {
    ...dataOf(spec),
    stage: {
      ...dataOf(stage),
      database: database === null ? under(stage, 'database').value : databaseData(database, under(stage, 'database')),
      ...(declared.length === 0 ? {} : { services: Object.fromEntries(declared) }),
    },
  }
  return { ...document, data }
}

/** What a service is made of, where the spec does not say that it is made of something else. */
function serviceData({ image, build, ports, container }: ComposeService, part: Part): Data {
  const isMade = isThere(under(part, 'image')) || isThere(under(part, 'build'))
  const made = build === null ? (image === null ? {} : { image }) : { build }
  const [port, another] = ports
  const check = container.healthcheck
  const patience = check === null || check === 'none' ? {} : { timeout: `${Math.round(check.patienceMs)}ms` }
  return {
    ...(isMade ? {} : made),
    ...(port === undefined || another !== undefined ? {} : { port }),
    health: { ...patience, ...dataOf(under(part, 'health')) },
  }
}

function databaseData({ service, postgres }: NonNullable<Composition['database']>, part: Part): Data {
  const said = dataOf(part)
  const { major, user, password, database: name, settings } = postgres
  const isOther = said.version !== undefined && major !== null && said.version !== major
  return {
    // Another one has been complained of, where its image stands.
    ...(major !== null && major >= 16 && major <= 18 ? { version: major } : {}),
    ...(isOther || service.image === null ? {} : { image: service.image }),
    name,
    user,
    ...(password === null ? {} : { password }),
    ...said,
    settings: { ...settings, ...dataOf(under(part, 'settings')) },
  }
}

function dataOf({ value }: Part): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : {}
}
