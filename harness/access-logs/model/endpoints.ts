import type { ModelParameter, ParameterKind } from '../../model/traffic-model.ts'
import { METHODS } from '../methods.ts'
import type { EndpointTally } from './endpoint-tally.ts'
import type { PathNode } from './path-node.ts'

const NAMES: Readonly<Record<ParameterKind, string>> = {
  number: 'id',
  uuid: 'id',
  hash: 'id',
  date: 'date',
  email: 'email',
  file: 'file',
  text: 'slug',
}

/** An endpoint as the tree of paths has it. */
export interface FoundEndpoint {
  readonly method: string
  readonly path: string
  readonly parameters: readonly ModelParameter[]
  readonly tally: EndpointTally
}

/** All endpoints of the tree, most requests first, those with as many by name. */
export function endpointsOf(root: PathNode): readonly FoundEndpoint[] {
  return [...walk(root, { path: '', parameters: [] })].toSorted(
    (one, other) => other.tally.requests - one.tally.requests || (spelled(one) < spelled(other) ? -1 : 1),
  )
}

interface Way {
  readonly path: string
  readonly parameters: readonly ModelParameter[]
}

function* walk(node: PathNode, way: Way): Generator<FoundEndpoint> {
  for (const [index, tally] of node.endpoints.entries()) {
    const method = METHODS[index]
    if (tally !== null && method !== undefined) yield { method, tally, ...way, path: way.path || '/' }
  }
  for (const child of node.words.values()) yield* walk(child, { ...way, path: `${way.path}/${child.word}` })
  if (node.parameter === null) return
  const parameter = parameterOf(node.parameter, way.parameters)
  yield* walk(node.parameter, {
    path: `${way.path}/:${parameter.name}`,
    parameters: [...way.parameters, parameter],
  })
}

function parameterOf({ kinds, values }: PathNode, above: readonly ModelParameter[]): ModelParameter {
  const [kind = 'text'] = [...kinds.entries()].toSorted((one, other) => other[1] - one[1])[0] ?? []
  const cardinality = values?.count() ?? 1
  const base = NAMES[kind]
  const same = above.filter(({ name }) => name.replace(/\d+$/, '') === base).length
  const name = same === 0 ? base : `${base}${same + 1}`
  // Numbers are as a rule handed out from 1; whatever else identifies something cannot be made up.
  return { name, kind, cardinality, values: kind === 'number' ? { first: 1, last: cardinality } : null }
}

function spelled({ method, path }: FoundEndpoint): string {
  return `${method} ${path}`
}
