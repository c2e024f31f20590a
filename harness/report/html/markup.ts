import type { Element } from 'hast'
import { h, s } from 'hastscript'
import { visible } from './visible.ts'

/** A tree of HTML or SVG. Text in it is escaped when the page is written, whoever wrote it. */
export type Markup = Element

/** `h('p.seen', 'text')` makes HTML, `svg('line', { x1: 0 })` SVG. */
export { h, s as svg }

/** Data for the page's own script, which has it by `readData(id)`. */
export function data(id: string, value: unknown): Markup {
  const text = JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? visible(one) : one))
  // A script's text is written as it is, so nothing in it may end the script or begin a comment.
  return h('script', { type: 'application/json', id }, text.replaceAll('<', '\\u003c'))
}

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
      rows.map(([head = '', ...cells]) => h('tr', [headOf(head), ...cells.map(cellOf)])),
    ),
  ])
}

/** A heading without a word would head nothing. */
function headOf(head: string | Markup): Markup {
  return head === '' ? h('td') : h('th', { scope: 'row' }, head)
}

/** A number's mark moves to its cell: of 60 endpoints there are thousands. */
function cellOf(cell: string | Markup): Markup {
  const isNumber = typeof cell !== 'string' && cell.tagName === 'span' && `${cell.properties.className}` === 'number'
  return isNumber ? h('td.number', cell.children) : h('td', cell)
}

/**
 * What may be wider than the page scrolls by itself, by keyboard too. `label` says what it is. A group: a landmark for
 * each table would hide those that matter.
 */
export function wide(label: string, content: Markup): Markup {
  return h('div.wide', { role: 'group', ariaLabel: label, tabIndex: 0 }, content)
}

/** A figure with its unit; alone in a cell it stands on the right. */
export function number(text: string): Markup {
  return h('span.number', text)
}

/** A part that is closed until someone wants it; paper shows it open. */
export function fold(summary: string | readonly (string | Markup)[], ...content: readonly Markup[]): Markup {
  return h('details', [h('summary', typeof summary === 'string' ? summary : [...summary]), ...content])
}

/** Names and what they are, as a list. */
export function facts(pairs: readonly (readonly [name: string, is: string | Markup])[]): Markup {
  return h(
    'dl.facts',
    pairs.map(([name, is]) => h('div', [h('dt', name), h('dd', is)])),
  )
}

/** A word in its colour: `blocker`, `found`, `unknown`. The word itself says what the colour says. */
export function badge(kind: string, text = kind): Markup {
  return h('span', { className: ['badge', `is-${kind}`] }, text)
}
