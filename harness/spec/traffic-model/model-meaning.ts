import { endlessRows } from '../../model/endless-rows.ts'
import { type Complaint, type Path, spellPath } from '../complaint.ts'
import type { SpecDocument } from '../document.ts'
import type { ShapedModel } from './model-schema.ts'

/** What the shape cannot say: parameters are those of the path, and sessions begin, go where there are endpoints, and end. */
export function modelComplaints(model: ShapedModel, document: SpecDocument): readonly Complaint[] {
  return [...parametersOfPaths(model), ...sessionsAmongEndpoints(model), ...sessionsThatEnd(model)].map(
    ({ path, ...rest }) => ({
      path,
      offset: document.places.get(spellPath(path))?.keyOffset ?? 0,
      ...rest,
    }),
  )
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

function sessionsThatEnd({ sessions }: ShapedModel): readonly Misfit[] {
  if (sessions === undefined) return []
  const rows = Object.entries(sessions.transitions).map(([from, { ends, next }]) => ({
    from,
    ends,
    next: Object.entries(next).map(([to, { share }]) => ({ to, share })),
  }))
  const place = (from: string): Path => ['sessions', 'transitions', from]
  const empty = rows.filter(({ ends, next }) => ends === 0 && next.every(({ share }) => share === 0))
  const begins = Object.values(sessions.starts).some((share) => share > 0)
  return [
    ...(begins
      ? []
      : [{ path: ['sessions', 'starts'], expected: 'an endpoint with a share above zero', found: 'none' }]),
    ...empty.map(({ from }) => ({
      path: place(from),
      expected: '`ends` or a share of `next` above zero',
      found: 'neither: a session that comes here could not go on',
    })),
    ...endlessRows(rows).map((from) => ({
      path: place(from),
      expected: 'a way to a row with `ends` above zero',
      found: 'none: a session that comes here never ends',
    })),
  ]
}
