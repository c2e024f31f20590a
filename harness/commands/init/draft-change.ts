import type { Draft, DraftEntry, DraftMap } from '../../spec/write-spec.ts'
import { type Change, changeOf } from './change.ts'
import { type Drafting, entry, type Front, map, type Place, VERSIONS } from './drafting.ts'
import type { Project } from './project.ts'

/** Seed, upgrade and rollback: the schema as of the last release, what comes after it, and the way back from there. */
export function draftChange(project: Project, place: Place, { replaced, standsIn }: Front): Drafting {
  const change = changeOf(project, place, !standsIn)
  const { seed, up, told, found, toSettle } = change
  const swaps = replaced.map((name) => swap(name, VERSIONS.next))
  const back = replaced.toReversed().map((name) => swap(name, VERSIONS.today))
  const order = up.length > 0 && swaps.length > 0 ? ['Assumed: first the schema, then the service.'] : []
  const upgrade = entry('upgrade', map(entry('steps', { items: [...up, ...swaps] }, ...told, ...order)))
  return { found, toSettle, entries: [...(seed === null ? [] : [seed]), upgrade, rollback(change, back)] }
}

function rollback({ up, down, noDown }: Change, back: readonly DraftMap[]): DraftEntry {
  if (up.length === 0) return way('down', back, 'Nothing migrates, so that only the service goes back.')
  if (down !== null) return way('down', [...back, ...down], 'Each migration of the upgrade says how it is undone.')
  const others = 'The other ways are down, restore, code-only and none; `rehearse --ways all` compares them.'
  // Old code on the new schema is how forward-only shops go back; a database alone has no code that could.
  if (back.length > 0)
    return way(
      'code-only',
      back,
      `${noDown}, so only the service goes back, and must work on the new schema. ${others}`,
    )
  const loss = 'a snapshot is restored, with the loss of what was written since'
  return way('restore', [], `${noDown}, so ${loss}. ${others}`)
}

function way(name: string, steps: readonly Draft[], why: string): DraftEntry {
  const listed = steps.length === 0 ? [] : [entry('steps', { items: steps })]
  return entry('rollback', map(entry('way', name), ...listed), why)
}

function swap(name: string, version: string): DraftMap {
  const entries = [entry(name, version), entry('strategy', 'rolling'), entry('drain', '5s')]
  return map(entry('service', { entries, flow: true }))
}
