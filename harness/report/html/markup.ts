import type { Element } from 'hast'
import { h, s } from 'hastscript'

/** A tree of HTML or SVG. Text in it is escaped when the page is written, whoever wrote it. */
export type Markup = Element

/** `h('p.seen', 'text')` makes HTML, `svg('line', { x1: 0 })` SVG. */
export { h, s as svg }

/** A table whose first column heads its rows. Cells are text or trees. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
  caption?: string,
): Markup {
  return h('table', [
    ...(caption === undefined ? [] : [h('caption', caption)]),
    h(
      'thead',
      h(
        'tr',
        titles.map((title) => h('th', { scope: 'col' }, title)),
      ),
    ),
    h(
      'tbody',
      rows.map(([head = '', ...cells]) =>
        h('tr', [h('th', { scope: 'row' }, head), ...cells.map((cell) => h('td', cell))]),
      ),
    ),
  ])
}
