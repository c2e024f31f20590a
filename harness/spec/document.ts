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
  type Pair,
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

/** How text in a file is to be taken. */
export interface Dialect {
  /** Fills in variables, and says what was wrong with them, or which placeholders were left in place. */
  readonly fill: (source: string, heard: Heard) => string
  /** Values that stay text though YAML may read a number or a boolean, with each digit as written. */
  readonly isText: (path: Path) => boolean
  /** `<<: *anchor` takes in the keys of the anchor, as YAML 1.1 had it and compose files still do. */
  readonly merges: boolean
}

interface Heard {
  readonly complain: (expected: string, found: string) => void
  /** The text as it may be told, where the environment filled something in. */
  readonly told: (text: string) => void
  readonly placeholder: (name: string) => void
}

/** A YAML text as plain data, with the place of everything in it. */
export interface SpecDocument {
  readonly data: unknown
  readonly places: ReadonlyMap<string, Place>
  /** Placeholders that only the running copy can fill, and where they stand. */
  readonly placeholders: readonly { readonly path: Path; readonly name: string }[]
  readonly complaints: readonly Complaint[]
  /** Texts that the environment had a say in → the same with the variables by name, for no secret may be told. */
  readonly told: ReadonlyMap<string, string>
  readonly position: (offset: number) => { readonly line: number; readonly col: number }
}

interface Walk {
  readonly document: Document
  readonly dialect: Dialect
  readonly places: Map<string, Place>
  readonly placeholders: { path: Path; name: string }[]
  readonly complaints: Complaint[]
  readonly told: Map<string, string>
  /** How deep in aliases the walk is, and how many values these stood for so far. */
  readonly aliased: { depth: number; values: number }
}

/** Aliases of aliases multiply: a few lines would be more values than there is memory. Nobody writes so many by hand. */
const MOST_ALIASED = 20_000

/** Reads YAML as a spec and fills in the environment. */
export function readDocument(text: string, env: NodeJS.ProcessEnv): SpecDocument {
  return readDialect(text, { fill: (source, heard) => fillSpec(source, env, heard), isText, merges: false })
}

/** Reads YAML in a dialect. After a syntax error the rest would be guesswork, so there is no data then. */
export function readDialect(text: string, dialect: Dialect): SpecDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const [places, aliased] = [new Map<string, Place>(), { depth: 0, values: 0 }]
  const walk: Walk = { document, dialect, places, placeholders: [], complaints: [], told: new Map(), aliased }
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
  if (walk.aliased.depth > 0) walk.aliased.values += 1
  const valueOffset = (node as Node | null)?.range?.[0] ?? keyOffset
  walk.places.set(spellPath(path), { keyOffset, valueOffset, found: spellNode(node) })
  if (isMap(node)) return plainMap(walk, node.items, path)
  if (isSeq(node))
    return node.items.map((item, index) => plain(walk, item, [...path, index], offsetOf(item, valueOffset)))
  return isScalar(node) ? plainScalar(walk, node, path) : null
}

function plainAlias(walk: Walk, alias: Alias, path: Path, keyOffset: number): unknown {
  const { aliased } = walk
  if (aliased.values > MOST_ALIASED) return refuseAliases(walk, alias, path)
  const anchor = alias.resolve(walk.document)
  const offset = offsetOf(alias, keyOffset)
  const [start, , end] = anchor?.range ?? [0, 0, 0]
  if (anchor !== undefined && (offset < start || offset >= end)) {
    aliased.depth += 1
    const value = plain(walk, anchor, path, keyOffset)
    aliased.depth -= 1
    return value
  }
  const found = anchor === undefined ? `*${alias.source}` : `*${alias.source} within itself`
  walk.complaints.push({ path, offset, expected: 'the alias of an anchor above', found })
  return null
}

function refuseAliases(walk: Walk, alias: Alias, path: Path): null {
  const expected = `aliases that stand for no more than ${MOST_ALIASED} values together`
  // Said of the first that is too much, and not of the thousands after it.
  if (walk.complaints.every((complaint) => complaint.expected !== expected))
    walk.complaints.push({ path, offset: offsetOf(alias, 0), expected, found: 'more' })
  return null
}

function plainMap(walk: Walk, items: readonly unknown[], path: Path): Record<string, unknown> {
  const taken = walk.dialect.merges ? items.filter(isMerge) : []
  const map: Record<string, unknown> = Object.assign({}, ...taken.map((item) => merged(walk, item, path)))
  const own = new Set<string>()
  for (const item of items) {
    if (!isPair(item) || taken.includes(item as Pair)) continue
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
    if (own.has(key)) {
      walk.complaints.push({ path: here, offset, expected: 'each key once', found: `${key} again` })
      continue
    }
    own.add(key)
    if (path.at(-1) === 'versions' && typeof item.key.value !== 'string') {
      const expected = `a version in quotes, such as "${key}" (without them YAML reads a number)`
      walk.complaints.push({ path: here, offset, expected, found: key })
    }
    map[key] = plain(walk, item.value, here, offset)
  }
  return map
}

function isMerge(item: unknown): item is Pair {
  return isPair(item) && isScalar(item.key) && item.key.source === '<<'
}

/** The keys of an anchor, or of a list of them of which the first wins; what stands here itself comes over them. */
function merged(walk: Walk, { key, value }: Pair, path: Path): object {
  const here = walk.places.get(spellPath(path))
  const sources = isSeq(value) ? value.items.toReversed() : [value]
  const maps = sources.map((source) => plain(walk, source, path, offsetOf(key, 0)))
  if (here !== undefined) walk.places.set(spellPath(path), here)
  return Object.assign({}, ...maps.filter((map) => typeof map === 'object' && !Array.isArray(map))) as object
}

function plainScalar(walk: Walk, scalar: Scalar, path: Path): unknown {
  const { value, source } = scalar
  const { fill, isText } = walk.dialect
  if (typeof value !== 'string') return isText(path) && value !== null ? (source ?? String(value)) : value
  let told: string | null = null
  const text = fill(value, {
    complain: (expected, found) => void walk.complaints.push({ path, offset: offsetOf(scalar, 0), expected, found }),
    placeholder: (name) => void walk.placeholders.push({ path, name }),
    told: (as) => {
      told = as
    },
  })
  if (told !== null) walk.told.set(text, told)
  // `port: ${PORT}` is a number, as it would be had the number been written there.
  const number = Number(text)
  const isNumber = scalar.type === 'PLAIN' && text !== value && String(number) === text
  return isNumber && !isText(path) ? number : text
}

function fillSpec(source: string, env: NodeJS.ProcessEnv, { complain, placeholder, told }: Heard): string {
  const { text, told: as, missing, placeholders } = interpolate(source, env)
  for (const name of missing)
    complain(`the environment variable ${name} to be set, or \${${name}:-default}`, 'it unset')
  for (const name of placeholders) placeholder(name)
  if (as !== text) told(as)
  return text
}

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
