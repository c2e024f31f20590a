import { RehearsalError } from '../errors.ts'
import type { Flight, Stair } from './stair.ts'

/** A span of migrations that one release brings: the names of its first and last, as people call them. */
export interface Span {
  readonly first: string
  readonly last: string
}

/** Reads `A..B`. */
export function spanOf(text: string): Span {
  const [, first, last] = /^(.+?)\.\.(.+)$/s.exec(text) ?? []
  if (first !== undefined && last !== undefined) return { first, last }
  throw new RehearsalError(
    'usage',
    `expected --group FIRST..LAST, found "${text}"`,
    'name the first and the last migration of a release: --group 007_drop_legacy..009_total',
  )
}

/**
 * Makes one stair of each span: all ways up in order, all ways down in the opposite one. What belongs to no span stays a
 * stair by itself. A group that holds a migration without a way down has none.
 */
export function groupStairs(stairs: readonly Stair[], spans: readonly Span[]): readonly Stair[] {
  const groups = spans.map((span) => {
    const [from, to] = [placeOf(stairs, span.first), placeOf(stairs, span.last)]
    if (from <= to) return { from, to }
    throw new RehearsalError(
      'usage',
      `expected --group to name the earlier migration first, found ${span.first}..${span.last}`,
      `write it as --group ${span.last}..${span.first}`,
    )
  })
  const sorted = groups.toSorted((one, other) => one.from - other.from)
  for (const [at, group] of sorted.entries()) {
    const before = sorted[at - 1]
    if (before !== undefined && before.to >= group.from) throw overlapping(stairs, before.to)
  }
  return stairs.flatMap((stair, at) => {
    const group = sorted.find(({ from, to }) => from <= at && at <= to)
    if (group === undefined) return [stair]
    return group.from === at ? [asOne(stairs.slice(group.from, group.to + 1))] : []
  })
}

/** By its file, by its path's end, or by how that begins: `007`. */
function placeOf(stairs: readonly Stair[], name: string): number {
  const kinds: readonly ((known: string) => boolean)[] = [
    (known) => known === name,
    (known) => `/${known}`.endsWith(`/${name}`) || `/${known}`.includes(`/${name}/`),
    (known) => `/${known}`.includes(`/${name}`),
  ]
  for (const fits of kinds) {
    const found = stairs.flatMap(({ name: own, files }, at) => ([own, ...files].some(fits) ? [at] : []))
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    if (found.length > 1) throw ambiguous(name, found.length)
  }
  throw new RehearsalError(
    'usage',
    `expected ${name} of --group to be one of the migrations that are tried, found none of that name`,
    `write a file as it is listed, such as ${stairs[0]?.name ?? 'migrations/007_total.up.sql'}`,
  )
}

function asOne(steps: readonly Stair[]): Stair {
  const [first, last] = [steps[0] as Stair, steps.at(-1) as Stair]
  if (steps.length === 1) return first
  const irreversible = steps.flatMap((step) => step.irreversible ?? [])
  const downs = steps.toReversed().map(({ down }) => down)
  return {
    name: `${first.name} .. ${within(first.name, last.name)}`,
    subject: last.subject,
    files: steps.flatMap(({ files }) => files),
    up: inTurn(steps.map(({ up }) => up)),
    down: downs.every((down) => down !== null) ? inTurn(downs) : null,
    ...(irreversible.length === 0 ? {} : { irreversible: irreversible.join('; ') }),
    ...(steps.every(({ passing }) => passing === true) ? { passing: true } : {}),
    ...(steps.some(({ uncounted }) => uncounted === true) ? { uncounted: true } : {}),
    steps,
  }
}

/** The folders that both lie in need not be read twice. */
function within(first: string, last: string): string {
  const [one, other] = [first.split('/'), last.split('/')]
  const apart = one.findIndex((folder, at) => folder !== other[at])
  return other.slice(Math.max(0, apart)).join('/')
}

function inTurn(flights: readonly Flight[]): Flight {
  return async (address, options) => {
    for (const flight of flights) {
      options.signal.throwIfAborted()
      await flight(address, options)
    }
  }
}

function ambiguous(name: string, count: number): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected ${name} of --group to name one migration, found ${count} that it may mean`,
    'write more of its name',
  )
}

function overlapping(stairs: readonly Stair[], at: number): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected each migration in one --group at most, found ${stairs[at]?.name} in two`,
    'a release’s migrations are tried as one step: write spans that do not overlap',
  )
}
