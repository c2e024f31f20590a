import type { DatabaseAddress, StageDescription } from '../../model/stage.ts'
import { databaseValues, serviceValues, type Values } from '../placeholders.ts'
import { databaseAt } from './database.ts'
import { FRONT_ALIAS } from './front.ts'
import { PARTNER_PORT, partnerAlias } from './partner.ts'

/** The front's name for the way to the database; no service can be called so. */
export const DATABASE_FRONT = '@database'

/** The front's name for the way to a stand-in. */
export function partnerFront(name: string): string {
  return `@partner:${name}`
}

/** Placeholders as containers of the internal network see them. */
export function insideValues(
  { database, services, partners }: StageDescription,
  ports: Readonly<Record<string, number>>,
): Values {
  const { name, user, password } = database
  return Object.assign(
    {},
    databaseValues({ ...databaseAt(database), user, password, database: name }),
    ...services.map((service) => serviceValues(service.name, FRONT_ALIAS, ports[service.name] ?? 0)),
    ...partners.map((partner) => ({
      [`partner.${partner.name}.url`]: `http://${partnerAlias(partner.name)}:${PARTNER_PORT}`,
    })),
  ) as Values
}

/** Placeholders as this machine sees them: everything through the front. */
export function hostValues(
  { services, partners }: StageDescription,
  address: DatabaseAddress,
  { ip, ports }: { readonly ip: string; readonly ports: Readonly<Record<string, number>> },
): Values {
  return Object.assign(
    {},
    databaseValues(address),
    ...services.map(({ name }) => serviceValues(name, ip, ports[name] ?? 0)),
    ...partners.map(({ name }) => ({ [`partner.${name}.url`]: `http://${ip}:${ports[partnerFront(name)] ?? 0}` })),
  ) as Values
}
