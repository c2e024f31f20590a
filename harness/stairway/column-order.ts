import type { Catalog } from '../database/catalog.ts'

const ORDER = 'column order of '

/** Tables that stand in both catalogs with their columns in another order. */
export function columnOrderDifferences(before: Catalog, after: Catalog): readonly string[] {
  return [...before.objects].flatMap(([object, was]) => {
    const is = after.objects.get(object)
    return object.startsWith(ORDER) && is !== undefined && is !== was ? [object.slice(ORDER.length)] : []
  })
}
