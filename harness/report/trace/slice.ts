import type { Span } from '../../checks/clients.ts'

/** Something that lasted, on a track. Epoch ms. */
export interface Slice extends Span {
  readonly name: string
  readonly category: string
  readonly args: Readonly<Record<string, string | number>>
}

/** A process of the trace with its threads. */
export interface TraceProcess {
  readonly pid: number
  readonly name: string
  readonly tracks: readonly Track[]
}

export interface Track {
  readonly tid: number
  readonly name: string
  readonly slices: readonly Slice[]
}

/**
 * Deals slices out to as few lanes as it takes, for on one track slices must nest or follow one another, and in the
 * database they need not: a lock outlasts the statement that took it. Longer ones come first where two begin as one.
 */
export function nested(slices: readonly Slice[]): readonly (readonly Slice[])[] {
  const lanes: { readonly slices: Slice[]; readonly open: Slice[] }[] = []
  for (const slice of slices.toSorted((one, other) => one.fromMs - other.fromMs || other.toMs - one.toMs)) {
    const fits = lanes.find(({ open }) => {
      while ((open.at(-1)?.toMs ?? Number.POSITIVE_INFINITY) <= slice.fromMs) open.pop()
      return (open.at(-1)?.toMs ?? Number.POSITIVE_INFINITY) >= slice.toMs
    })
    if (fits === undefined) lanes.push({ slices: [slice], open: [slice] })
    else {
      fits.slices.push(slice)
      fits.open.push(slice)
    }
  }
  return lanes.map((lane) => lane.slices)
}
