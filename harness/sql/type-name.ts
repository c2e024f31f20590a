import { constantText, type TypeName, wordsOf } from './node.ts'

/** A type as a statement spells it. */
export interface SpelledType {
  /** `int4`, `varchar`, `status`: the parser's own names for those that SQL knows. */
  readonly name: string
  /** `20` of `varchar(20)`; 10 and 2 of `numeric(10,2)`. */
  readonly limits: readonly number[]
  readonly array: boolean
}

/** null where no type is named. */
export function spelledType(type: TypeName | undefined): SpelledType | null {
  const name = wordsOf(type?.names).at(-1)
  if (name === undefined) return null
  return {
    name,
    limits: (type?.typmods ?? []).map((one) => Number(constantText(one) ?? 0)),
    array: (type?.arrayBounds ?? []).length > 0,
  }
}

/** The type as people write it. */
export function typeText({ name, limits, array }: SpelledType): string {
  return `${name}${limits.length === 0 ? '' : `(${limits.join(',')})`}${array ? '[]' : ''}`
}
