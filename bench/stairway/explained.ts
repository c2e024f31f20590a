import type { Climbed } from './tally.ts'

/**
 * Why a way down that restores the schema but for the order of columns, by a comparison of sorted and trimmed lines of two
 * dumps of PostgreSQL 15, is said here to leave something; null where no such reason is known.
 */
export function explained({ schema }: Pick<Climbed, 'schema'>): string | null {
  if (schema.length === 0) return null
  const squeezed = (text: string | null) => text?.replace(/\s+/g, ' ')
  if (schema.every(({ object, was, is }) => object.startsWith('function ') && squeezed(was) === squeezed(is)))
    return 'indented otherwise'
  // A column that is dropped and added again loses the name that its NOT NULL kept from before its table was renamed.
  if (schema.every(({ object, was, is }) => object.startsWith('constraint ') && /^NOT NULL /.test(was ?? is ?? '')))
    return 'the name of NOT NULL, which is an object from PostgreSQL 18 on'
  return null
}
