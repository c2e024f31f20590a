import { RehearsalError } from '../errors.ts'

/** Where something stands in a spec: keys of maps, indexes of lists. */
export type Path = readonly (string | number)[]

/** One mistake in a spec. `offset` is where it stands in the text. */
export interface Complaint {
  readonly path: Path
  readonly offset: number
  readonly expected: string
  readonly found: string
}

/** A path as people write it: `upgrade.steps[0].service`, `services.payments.versions["5.0"]`. */
export function spellPath(path: Path): string {
  return path.reduce<string>((spelled, key) => {
    if (typeof key === 'number') return `${spelled}[${key}]`
    if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${spelled}[${JSON.stringify(key)}]`
    return spelled === '' ? key : `${spelled}.${key}`
  }, '')
}

/** Drops what a later pass says about a place that an earlier pass has complained of: one mistake, one complaint. */
export function withoutEchoes(passes: readonly (readonly Complaint[])[]): readonly Complaint[] {
  const spoken = new Set<string>()
  return passes.flatMap((complaints) => {
    const fresh = complaints.filter(({ path }) => !spoken.has(spellPath(path)))
    for (const { path } of complaints) spoken.add(spellPath(path))
    return fresh
  })
}

/** One error for all complaints, in the order of the file: `file:line:col  path: expected X, found Y`. */
export function invalidSpec(
  file: string,
  complaints: readonly Complaint[],
  position: (offset: number) => { readonly line: number; readonly col: number },
): RehearsalError {
  const lines = complaints
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ path, offset, expected, found }) => {
      const { line, col } = position(offset)
      const where = path.length === 0 ? '' : `${spellPath(path)}: `
      return `${file}:${line}:${col}  ${where}expected ${expected}, found ${found}`
    })
  const hint =
    lines.length === 1
      ? 'mend this place; rehearsal.schema.json describes every key, and editors that know YAML check against it'
      : `mend these ${lines.length} places; rehearsal.schema.json describes every key, and editors that know YAML check against it`
  return new RehearsalError('spec-invalid', lines.join('\n'), hint)
}
