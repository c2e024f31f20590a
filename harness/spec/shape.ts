import type { z } from 'zod'
import { type Complaint, type Path, spellPath, withoutEchoes } from './complaint.ts'
import type { SpecDocument } from './document.ts'
import { type ShapedSpec, specSchema } from './schema.ts'
import { withSuggestion } from './suggest.ts'

type Issue = z.core.$ZodIssue
type Places = SpecDocument['places']

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

/** Plain data → the shape of a spec, or everything that is wrong with its shape. */
export function shape(document: SpecDocument): {
  readonly spec: ShapedSpec | null
  readonly complaints: readonly Complaint[]
} {
  const { shaped, complaints } = shapeAs(specSchema, document)
  return { spec: shaped, complaints }
}

/** The same for any schema of this room. */
export function shapeAs<Shaped>(
  schema: z.ZodType<Shaped>,
  document: SpecDocument,
): { readonly shaped: Shaped | null; readonly complaints: readonly Complaint[] } {
  const parsed = schema.safeParse(document.data, { error: (issue) => expectation(issue) })
  if (parsed.success) return { shaped: parsed.data, complaints: [] }
  // A text that is no rate is no rate above zero either: of one value, the first complaint is enough.
  const passes = parsed.error.issues.map((issue) => complaintsOf(issue, [], document.places))
  return { shaped: null, complaints: withoutEchoes(passes) }
}

/** The "expected …" half where the schema does not say it itself; for unknown keys, the known ones, separated by commas. */
function expectation(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return WORDS[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'unrecognized_keys') return knownKeys(issue.inst).join(', ')
  return ''
}

function knownKeys(schema: unknown): readonly string[] {
  const def = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def
  return Object.keys(def?.shape ?? {})
}

function complaintsOf(issue: Issue, prefix: Path, places: Places): readonly Complaint[] {
  const path = [...prefix, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ')
    return issue.keys.map((key) => unknownKey([...path, key], known, places))
  }
  if (issue.code === 'invalid_union' && issue.message === '') return complaintsOfUnion(issue.errors, path, places)
  if (issue.code === 'invalid_key') {
    return [
      {
        path,
        offset: keyOffset(path, places),
        expected: issue.issues[0]?.message ?? 'a name',
        found: String(path.at(-1)),
      },
    ]
  }
  return [wrong(path, issue.message, places)]
}

function wrong(path: Path, expected: string, places: Places): Complaint {
  const place = places.get(spellPath(path))
  if (place !== undefined) return { path, offset: place.valueOffset, expected, found: place.found }
  // What is missing stands nowhere, so the complaint points at the map that lacks it.
  return { path, offset: keyOffset(path.slice(0, -1), places), expected, found: 'nothing' }
}

function unknownKey(path: Path, known: readonly string[], places: Places): Complaint {
  const expected = known.length === 1 ? `no key but ${known[0]}` : `one of ${known.join(', ')}`
  return { path, offset: keyOffset(path, places), expected, found: withSuggestion(String(path.at(-1)), known) }
}

function keyOffset(path: Path, places: Places): number {
  return places.get(spellPath(path))?.keyOffset ?? 0
}

/**
 * A value that may have one of several shapes is judged by the shape it resembles most: the right kind of value, with
 * the fewest keys missing or unknown. Where several are equally far off, none was meant.
 */
function complaintsOfUnion(branches: readonly (readonly Issue[])[], path: Path, places: Places): readonly Complaint[] {
  const misfits = branches.map((issues) => misfit(issues, path, places))
  const least = Math.min(...misfits)
  const nearest = branches.filter((_, index) => misfits[index] === least)
  if (least === Number.POSITIVE_INFINITY) {
    const expected = nearest.flatMap((issues) =>
      issues.filter(({ path }) => path.length === 0).map(({ message }) => message),
    )
    return [wrong(path, [...new Set(expected)].join(' or '), places)]
  }
  const missing = nearest.flatMap((issues) =>
    issues.filter((issue) => isMissing(issue, path, places)).map(({ path }) => String(path[0])),
  )
  const unknown = nearest[0]?.find((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0)
  if (nearest.length === 1 || missing.length === 0) {
    return (nearest[0] ?? []).flatMap((issue) => complaintsOf(issue, path, places))
  }
  const keys = [...new Set(missing)]
  if (unknown?.code === 'unrecognized_keys') return [unknownKey([...path, unknown.keys[0] ?? ''], keys, places)]
  return [wrong(path, `one of the keys ${keys.join(', ')}`, places)]
}

function misfit(issues: readonly Issue[], path: Path, places: Places): number {
  if (issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys'))
    return Number.POSITIVE_INFINITY
  const unknown = issues.reduce(
    (sum, issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? sum + issue.keys.length : sum),
    0,
  )
  return unknown + issues.filter((issue) => isMissing(issue, path, places)).length
}

function isMissing(issue: Issue, path: Path, places: Places): boolean {
  return issue.path.length === 1 && !places.has(spellPath([...path, ...(issue.path as Path)]))
}
