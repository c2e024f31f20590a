import type { Part, Table } from './table.ts'

/** Rows of one relation, from one page to before another; `until` null goes to its end. */
export interface Range {
  readonly table: Table
  readonly part: Part
  readonly from: number
  readonly until: number | null
}

/** 16 MB: below it a range costs more to ask for than to read. */
const LEAST_PAGES = 2_048
/** 256 MB: a range that is begun last keeps one session busy while the others have nothing left. */
const MOST_PAGES = 32_768
const RANGES_PER_SESSION = 8

/** Cuts tables into ranges of pages for so many sessions, largest first, so that the last ones to be read are small. */
export function cutIntoRanges(tables: readonly Table[], sessions: number): readonly Range[] {
  const parts = tables.flatMap((table) => table.parts.map((part) => ({ table, part })))
  const pages = parts.reduce((sum, { part }) => sum + part.pages, 0)
  const even = Math.ceil(pages / (sessions * RANGES_PER_SESSION))
  const size = sessions === 1 ? MOST_PAGES : Math.min(MOST_PAGES, Math.max(LEAST_PAGES, even))
  const ranges = parts.flatMap(({ table, part }) => {
    const count = part.ranged ? Math.max(1, Math.round(part.pages / size)) : 1
    const each = Math.ceil(part.pages / count)
    return Array.from({ length: count }, (_, index) => ({
      table,
      part,
      from: index * each,
      until: index === count - 1 ? null : (index + 1) * each,
    }))
  })
  return ranges.toSorted((one, other) => pagesOf(other) - pagesOf(one))
}

export function pagesOf({ part, from, until }: Range): number {
  return (until ?? part.pages) - from
}

/** SQL that reads these rows, to stand after SELECT and its list; a range of TIDs is read without the rest of its table. */
export function fromRange({ part, from, until }: Range): string {
  const bounds = [
    ...(from === 0 ? [] : [`ctid >= '(${from},0)'::tid`]),
    ...(until === null ? [] : [`ctid < '(${until},0)'::tid`]),
  ]
  return `FROM ${part.sql}${bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`}`
}
