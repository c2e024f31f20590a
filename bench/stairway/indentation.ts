import type { Climbed } from './tally.ts'

/** Whether all that a way down leaves otherwise is white space in the bodies of functions. */
export function indentationOnly({ schema }: Pick<Climbed, 'schema'>): boolean {
  const squeezed = (text: string | null) => text?.replace(/\s+/g, ' ')
  return (
    schema.length > 0 &&
    schema.every(({ object, was, is }) => object.startsWith('function ') && squeezed(was) === squeezed(is))
  )
}
