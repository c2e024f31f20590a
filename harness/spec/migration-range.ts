import { suggest } from './suggest.ts'

/** Which of a folder's migrations: those after one, or up to one; all of them where neither is named. */
export interface Range {
  /** The last that is left out. */
  readonly after?: string | null | undefined
  /** The last that is taken. */
  readonly upTo?: string | null | undefined
}

interface Refused {
  readonly expected: string
  readonly found: string
  readonly at: 'after' | 'upTo'
}

/** Cuts migrations, first first, to a range; says which end names none of them, or that nothing lies between. */
export function cutToRange<T>(
  migrations: readonly T[],
  namesOf: (migration: T) => readonly string[],
  { path, after, upTo }: Range & { readonly path: string },
): readonly T[] | Refused {
  const known = migrations.map(namesOf)
  const indexOf = (name: string) => known.findIndex((names) => names.includes(plainName(name, path)))
  for (const [at, name] of [
    ['after', after],
    ['upTo', upTo],
  ] as const) {
    if (!name || indexOf(name) >= 0) continue
    const meant = suggest(
      plainName(name, path),
      known.flatMap(([first]) => first ?? []),
    )
    return {
      at,
      expected: `a migration of ${path}`,
      found: `${name}${meant === null ? '' : ` (did you mean ${meant}?)`}`,
    }
  }
  const cut = migrations.slice(after ? indexOf(after) + 1 : 0, upTo ? indexOf(upTo) + 1 : undefined)
  if (cut.length > 0) return cut
  return {
    at: after ? 'after' : 'upTo',
    expected: `a migration of ${path} that others come after`,
    found: `${after}, the last`,
  }
}

/** People may write it with the folder before it. */
function plainName(name: string, path: string): string {
  const folder = `${path.replace(/\/+$/, '')}/`
  return (name.startsWith(folder) ? name.slice(folder.length) : name).replace(/\/+$/, '')
}
