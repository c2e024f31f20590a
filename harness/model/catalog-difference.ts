import type { CatalogDifference, ColumnOrderDifference } from './facts-of-comparison.ts'

/** Kinds that belong to a table or a domain and are named on it. */
const ON = /^(constraint|trigger|rule|policy) (.+)$/

/** A name of SQL, quoted or not. */
const NAME = /"(?:[^"]|"")*"|[^".,\s]+/g

/** Longer definitions are functions and views: of these only what differs is told. */
const LONG = 160

/** An object as people call it: `orders.note`, `index orders_placed`, `constraint sane on orders`. */
export function readableName(object: string): string {
  const [, kind, name] = ON.exec(object) ?? []
  if (kind !== undefined && name !== undefined) {
    const names = name.match(NAME) ?? [name]
    return `${kind} ${names.at(-1)} on ${inPublic(names.slice(0, -1).join('.'))}`
  }
  return inPublic(object.replace(/^column /, ''))
}

function inPublic(name: string): string {
  return name.replace(/(^| )public\./, '$1')
}

/** One difference as a sentence: `orders.note: missing; was text, default ''`. */
export function inWords({ object, change, was, is }: CatalogDifference): string {
  const name = readableName(object)
  switch (change) {
    case 'missing':
      return `${name}: missing; was ${said(was)}`
    case 'added':
      return `${name}: added; is ${said(is)}`
    case 'changed': {
      const from = differing(was ?? '', is ?? '')
      return `${name}: is ${said(is, from)}; was ${said(was, from)}`
    }
    default:
      return change satisfies never
  }
}

/** Another order of columns as a sentence. */
export function orderInWords({ table, was, is }: ColumnOrderDifference): string {
  return `${inPublic(table)}: columns stand in the order ${is}; it was ${was}`
}

/** Where two long definitions begin to differ, at a word; 0 where either is short enough to be told whole. */
function differing(was: string, is: string): number {
  if (was.length <= LONG && is.length <= LONG) return 0
  const at = [...was].findIndex((letter, index) => letter !== is[index])
  const before = was.slice(0, at < 0 ? was.length : at)
  return Math.max(0, before.search(/\S+\s*$/))
}

function said(definition: string | null, from = 0): string {
  if (definition === null || definition === '') return 'there'
  const text = plainDefault(definition)
    .slice(from === 0 ? 0 : from)
    .replace(/\s+/g, ' ')
    .trim()
  const shown = text.length > LONG ? `${text.slice(0, LONG)} …` : text
  return from === 0 ? shown : `… ${shown}`
}

/** PostgreSQL writes the type after a text that is a default; where that is the column's own, it says nothing new. */
function plainDefault(definition: string): string {
  return definition.replace(/^([^,']+?)(\(\d+\))?(, .*)?, default ('(?:[^']|'')*')::\1(?=,|$)/, '$1$2$3, default $4')
}
