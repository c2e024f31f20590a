import { items, members, type Part, textOf, under } from '../part.ts'

/** What a spec says of its compose file, read before the spec is known to be right. */
export interface Wish {
  /** As the spec names it. */
  readonly file: string
  readonly database: string | null
  readonly profiles: readonly string[] | 'all'
  readonly without: readonly string[]
  readonly ignore: readonly string[]
  /** Services that the spec declares: these take part whatever their profile. */
  readonly named: readonly string[]
  /** The spec says which PostgreSQL it is, so no tag has to. */
  readonly knowsVersion: boolean
}

/** null where the stage is none of a compose file. */
export function wishOf(spec: Part): Wish | null {
  const compose = under(spec, 'stage', 'compose')
  const file = textOf(compose) ?? textOf(under(compose, 'file'))
  if (file === null) return null
  const texts = (key: string) => items(under(compose, key)).flatMap((part) => textOf(part) ?? [])
  return {
    file,
    database: textOf(under(compose, 'database')),
    profiles: texts('profiles'),
    without: texts('without'),
    ignore: texts('ignore'),
    named: members(under(spec, 'stage', 'services')).map(([name]) => name),
    knowsVersion: under(spec, 'stage', 'database', 'version').value !== undefined,
  }
}

/** The wish to see all of a compose file. */
export function everythingOf(file: string): Wish {
  return { file, database: null, profiles: 'all', without: [], ignore: [], named: [], knowsVersion: true }
}
