import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from 'yaml'
import { type Complaint, type Path, spellPath } from './complaint.ts'
import { interpolate } from './interpolate.ts'

/** Where a value stands in the text, and how a complaint spells it: as it was written, so that no secret leaks. */
interface Place {
  readonly keyOffset: number
  readonly valueOffset: number
  readonly found: string
}

/** A YAML text as plain data, with the place of everything in it. */
export interface SpecDocument {
  readonly data: unknown
  readonly places: ReadonlyMap<string, Place>
  /** Placeholders that only the running copy can fill, and where they stand. */
  readonly placeholders: readonly { readonly path: Path; readonly name: string }[]
  /** Values that came from the environment, by variable. */
  readonly fromEnvironment: Readonly<Record<string, string>>
  readonly complaints: readonly Complaint[]
  readonly position: (offset: number) => { readonly line: number; readonly col: number }
}

interface Walk {
  readonly document: Document
  readonly env: NodeJS.ProcessEnv
  readonly places: Map<string, Place>
  readonly placeholders: { path: Path; name: string }[]
  readonly fromEnvironment: Record<string, string>
  readonly complaints: Complaint[]
}

/** Reads YAML and fills in the environment. After a syntax error the rest would be guesswork, so there is no data then. */
export function readDocument(text: string, env: NodeJS.ProcessEnv): SpecDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const walk: Walk = { document, env, places: new Map(), placeholders: [], fromEnvironment: {}, complaints: [] }
  for (const { message, pos } of document.errors) {
    const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1).split('\n', 1)[0] ?? ''
    const expected = line.includes('${') ? `valid YAML (within braces, a \${…} needs quotes)` : 'valid YAML'
    walk.complaints.push({ path: [], offset: pos[0], expected, found: `a syntax error: ${message}` })
  }
  const data = document.errors.length > 0 ? undefined : plain(walk, document.contents, [], 0)
  return { ...walk, data, position: (offset) => lines.linePos(offset) }
}

function plain(walk: Walk, node: unknown, path: Path, keyOffset: number): unknown {
  if (isAlias(node)) return plainAlias(walk, node, path, keyOffset)
  const valueOffset = (node as Node | null)?.range?.[0] ?? keyOffset
  walk.places.set(spellPath(path), { keyOffset, valueOffset, found: spellNode(node) })
  if (isMap(node)) return plainMap(walk, node.items, path)
  if (isSeq(node))
    return node.items.map((item, index) => plain(walk, item, [...path, index], offsetOf(item, valueOffset)))
  return isScalar(node) ? plainScalar(walk, node, path) : null
}

function plainAlias(walk: Walk, alias: Alias, path: Path, keyOffset: number): unknown {
  const anchor = alias.resolve(walk.document)
  const offset = offsetOf(alias, keyOffset)
  const [start, , end] = anchor?.range ?? [0, 0, 0]
  if (anchor !== undefined && (offset < start || offset >= end)) return plain(walk, anchor, path, keyOffset)
  const found = anchor === undefined ? `*${alias.source}` : `*${alias.source} within itself`
  walk.complaints.push({ path, offset, expected: 'the alias of an anchor above', found })
  return null
}

function plainMap(walk: Walk, items: readonly unknown[], path: Path): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (const item of items) {
    if (!isPair(item)) continue
    if (!isScalar(item.key)) {
      walk.complaints.push({
        path,
        offset: offsetOf(item.key, 0),
        expected: 'keys that are text',
        found: spellNode(item.key),
      })
      continue
    }
    // The text of a key, not its value: 5.0 without quotes would become 5.
    const key = item.key.source ?? String(item.key.value)
    const offset = offsetOf(item.key, 0)
    const here = [...path, key]
    if (Object.hasOwn(map, key)) {
      walk.complaints.push({ path: here, offset, expected: 'each key once', found: `${key} again` })
      continue
    }
    if (path.at(-1) === 'versions' && typeof item.key.value !== 'string') {
      const expected = `a version in quotes, such as "${key}" (without them YAML reads a number)`
      walk.complaints.push({ path: here, offset, expected, found: key })
    }
    map[key] = plain(walk, item.value, here, offset)
  }
  return map
}

function plainScalar(walk: Walk, scalar: Scalar, path: Path): unknown {
  const { value, source } = scalar
  if (typeof value !== 'string') return isText(path) && value !== null ? (source ?? String(value)) : value
  const { text, missing, filled, placeholders } = interpolate(value, walk.env)
  Object.assign(walk.fromEnvironment, filled)
  for (const name of missing) {
    const expected = `the environment variable ${name} to be set, or \${${name}:-default}`
    walk.complaints.push({ path, offset: offsetOf(scalar, 0), expected, found: 'it unset' })
  }
  walk.placeholders.push(...placeholders.map((name) => ({ path, name })))
  // `port: ${PORT}` is a number, as it would be had the number been written there.
  const number = Number(text)
  const isNumber = scalar.type === 'PLAIN' && text !== value && String(number) === text
  return isNumber && !isText(path) ? number : text
}

/** Values that stay text though YAML may read a number or a boolean, with each digit as written. */
function isText(path: Path): boolean {
  const [grandparent, parent, key] = path.slice(-3)
  if (['environment', 'settings', 'headers'].includes(String(parent))) return grandparent !== 'services'
  return ['password', 'user', 'name'].includes(String(key))
}

function offsetOf(node: unknown, otherwise: number): number {
  return (node as Node | null)?.range?.[0] ?? otherwise
}

function spellNode(node: unknown): string {
  if (isMap(node)) return 'a map'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node) || node.value === null) return 'nothing'
  const source = node.source ?? String(node.value)
  const short = source.length > 60 ? `${source.slice(0, 59)}…` : source
  return typeof node.value === 'string' ? JSON.stringify(short) : short
}
