/** A cell of a table; figures stand at the right. */
export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Longer texts are cut. */
  readonly most: number
}

/** Lines of a table, its titles first, two blanks between columns. Columns without a text in any row are left out. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const used = columns.flatMap((column, index) => {
    const texts = rows.map((row) => cut(row[index] ?? '', column.most))
    if (texts.every((text) => text === '')) return []
    const width = Math.max(column.title.length, ...texts.map((text) => text.length))
    return [
      [column.title, ...texts].map((text) => (column.align === 'left' ? text.padEnd(width) : text.padStart(width))),
    ]
  })
  return [...Array(rows.length + 1).keys()].map((line) =>
    used
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  )
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
