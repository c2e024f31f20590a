/** As much of a JSON Schema (draft 7) as the spec's uses. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly $ref?: string
}

/** One key of the spec, by its path: `stage.services.NAME.port`, `seed.commands[].in`. */
export interface Key {
  readonly path: string
  readonly required: boolean
  readonly schema: Schema
  /** Which of several shapes it belongs to, where it is not in all of them: `way: restore`, `command`. */
  readonly shape: string | null
  /** The path at which what it holds is described already; null where it follows here. */
  readonly as: string | null
}

/** Keys whose value repeats what is described at another. */
const REPEATS: Readonly<Record<string, string>> = { alternatives: 'rollback' }

/** Every key beneath a schema, parents before children, in the schema's own order. */
export function keysOf(root: Schema, path: string): readonly Key[] {
  const described = new Map<string, string>()
  return beneath(root, path, described)
}

function beneath(schema: Schema, path: string, described: Map<string, string>): readonly Key[] {
  const shapes = shapesOf(schema)
  if (shapes.length > 0) return ofShapes(shapes, path, described)
  if (schema.items !== undefined) return beneath(schema.items, `${path}[]`, described)
  const { properties = {}, additionalProperties: others, required = [] } = schema
  const own = Object.entries(properties).flatMap(([name, value]) =>
    withKey({ name, value, required: required.includes(name) }, path, described),
  )
  return typeof others === 'object' ? [...own, ...beneath(others, `${path}.NAME`, described)] : own
}

function withKey(
  { name, value, required }: { readonly name: string; readonly value: Schema; readonly required: boolean },
  parent: string,
  described: Map<string, string>,
): readonly Key[] {
  const path = parent === '' ? name : `${parent}.${name}`
  const itself = { path, required, schema: value, shape: null }
  const repeated = REPEATS[name] ?? earlier(value, path, described)
  if (repeated !== null) return [{ ...itself, as: repeated }]
  return [{ ...itself, as: null }, ...beneath(value, path, described)]
}

/** Where the very same shape was described before: the same keys need not be read twice. */
function earlier(schema: Schema, path: string, described: Map<string, string>): string | null {
  const objects = shapesOf(schema).filter(({ properties }) => Object.keys(properties ?? {}).length > 2)
  if (objects.length === 0) return null
  const key = JSON.stringify(objects)
  const before = described.get(key)
  if (before === undefined) described.set(key, path)
  return before ?? null
}

function shapesOf({ anyOf, oneOf }: Schema): readonly Schema[] {
  return anyOf ?? oneOf ?? []
}

/** What all shapes say alike stands there once; what only some have is marked with theirs. */
function ofShapes(shapes: readonly Schema[], path: string, described: Map<string, string>): readonly Key[] {
  const objects = shapes.filter(({ properties }) => properties !== undefined)
  const lists = objects.map((shape) => beneath(shape, path, described))
  if (lists.length < 2) return lists.flat()
  const same = (one: Key, other: Key) =>
    one.path === other.path && JSON.stringify(one.schema) === JSON.stringify(other.schema)
  const everywhere = (key: Key) => lists.every((list) => list.some((one) => same(one, key)))
  const seen: Key[] = []
  for (const [index, list] of lists.entries()) {
    const shape = nameOf(objects[index] as Schema)
    for (const key of list) {
      if (!everywhere(key)) seen.push({ ...key, shape: key.shape ?? shape })
      else if (!seen.some((one) => same(one, key))) seen.push(key)
    }
  }
  return seen
}

/** By the value that tells it from the others, or by the first key that it must have. */
function nameOf({ properties = {}, required = [] }: Schema): string {
  const told = Object.entries(properties).find(([, { const: value }]) => value !== undefined)
  return told === undefined ? (required[0] ?? '') : `${told[0]}: ${told[1].const}`
}
