import type { EntryOf } from '../model/evidence.ts'

export interface Owner {
  readonly owner: string | null
  readonly contact: string | null
}

/** Who answers for the change, where the journal's first entry says so; older journals do not. */
export function ownerOf(started: EntryOf<'rehearsal.started'>): Owner {
  const change: unknown = 'change' in started ? started.change : null
  return { owner: textOf(change, 'owner'), contact: textOf(change, 'contact') }
}

function textOf(change: unknown, key: string): string | null {
  if (typeof change !== 'object' || change === null) return null
  const value: unknown = Reflect.get(change, key)
  return typeof value === 'string' && value !== '' ? value : null
}
