import { type Catalog, catalogOf } from '../catalog.ts'

/** How the digest calls what all databases of a server share: roles with their settings and rights, tablespaces. */
const SERVER_WIDE =
  /^(?:(?:role|tablespace|server setting) |(?:grants|comment) on (?:role|tablespace|parameter) |settings of all roles$|settings of role (?!.* in database$))/

export function isServerWide(object: string): boolean {
  return SERVER_WIDE.test(object)
}

/** One database's own objects beside the shared ones as they were when another catalog was read. */
export function withServerWide(own: Catalog, shared: Catalog): Catalog {
  return catalogOf(
    new Map([
      ...[...own.objects].filter(([object]) => !isServerWide(object)),
      ...[...shared.objects].filter(([object]) => isServerWide(object)),
    ]),
  )
}

/** What of a catalog a copy of the database has as well: a subscription stays with the database it was made in. */
export function asCopied(catalog: Catalog): Catalog {
  const kept = [...catalog.objects].filter(([object]) => !/^(?:comment on )?subscription /.test(object))
  return kept.length === catalog.objects.size ? catalog : catalogOf(new Map(kept))
}
