import { type Complaint, type Path, spellPath } from '../complaint.ts'
import type { SpecDocument } from '../document.ts'
import type { ShapedModel } from './model-schema.ts'

/** What the shape cannot say: parameters are those of the path, and sessions go where there are endpoints. */
export function modelComplaints(model: ShapedModel, document: SpecDocument): readonly Complaint[] {
  return [...parametersOfPaths(model), ...sessionsAmongEndpoints(model)].map(({ path, ...rest }) => ({
    path,
    offset: document.places.get(spellPath(path))?.keyOffset ?? 0,
    ...rest,
  }))
}

type Misfit = Omit<Complaint, 'offset'>

function parametersOfPaths({ endpoints }: ShapedModel): readonly Misfit[] {
  return Object.entries(endpoints).flatMap(([name, { parameters }]) => {
    const inPath = [...name.matchAll(/:([a-z][a-z0-9]*)/g)].map(([, parameter = '']) => parameter)
    const extra = Object.keys(parameters).filter((parameter) => !inPath.includes(parameter))
    const missing = inPath.filter((parameter) => !Object.hasOwn(parameters, parameter))
    const expected = inPath.length === 0 ? 'no parameters' : `the parameters ${inPath.join(', ')}, as in the path`
    return [
      ...extra.map((found) => ({ path: ['endpoints', name, 'parameters', found], expected, found })),
      ...missing.map((lacking) => ({ path: ['endpoints', name], expected, found: `no ${lacking}` })),
    ]
  })
}

function sessionsAmongEndpoints({ endpoints, sessions }: ShapedModel): readonly Misfit[] {
  if (sessions === undefined) return []
  const places: readonly Path[] = [
    ...Object.keys(sessions.starts).map((name) => ['sessions', 'starts', name]),
    ...Object.entries(sessions.transitions).flatMap(([from, { next }]) => [
      ['sessions', 'transitions', from],
      ...Object.keys(next).map((to) => ['sessions', 'transitions', from, 'next', to]),
    ]),
  ]
  return places
    .filter((path) => !Object.hasOwn(endpoints, String(path.at(-1))))
    .map((path) => ({ path, expected: 'an endpoint of this model', found: String(path.at(-1)) }))
}
