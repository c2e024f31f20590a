import type { Fields } from './csv.ts'

/** The columns of a request's rows that repeat from request to request. */
export interface Identity {
  readonly scenario: string
  readonly method: string
  readonly name: string
}

/** Strings of the columns that repeat from request to request, found by their bytes. Bounded: URLs may be endless. */
export class Identities {
  readonly #known = new Map<string, Identity>()

  of(buffer: Buffer, fields: Fields, columns: Readonly<Record<keyof Identity, number>>): Identity {
    const bytes = buffer.toString('latin1', fields.begins[columns.method], fields.ends[columns.scenario])
    const known = this.#known.get(bytes)
    if (known !== undefined) return known
    const text = (column: number) => fields.text(buffer, column)
    const identity = { scenario: text(columns.scenario), method: text(columns.method), name: text(columns.name) }
    if (this.#known.size >= 10_000) this.#known.clear()
    this.#known.set(bytes, identity)
    return identity
  }
}
