import type { Script, ScriptStatement } from './script.ts'

/** When and how a migration is stopped. */
export interface Moment {
  readonly statement: ScriptStatement
  readonly when: 'after' | 'during'
  readonly way: 'kill' | 'terminate'
}

/** From here on there is a middle that a clock can find. */
const LONG_MS = 200

/** What is worth more comes first: states that nobody rolls back. */
const CLASSES: readonly ((moment: Moment) => boolean)[] = [
  ({ statement, when }) => when === 'during' && statement.inSteps,
  ({ statement, when }) => when === 'after' && statement.last,
  ({ when }) => when === 'during',
  () => true,
]

/**
 * All moments at which stopping a migration leaves something else than the moment before: after each statement that
 * writes or commits, and once within each that is long or commits on its own. After a statement within a string of
 * several, a tool's death changes nothing: the server has the whole string and runs it to its end.
 */
export function momentsOf(script: Script): readonly Moment[] {
  return script.flatMap((statement) => {
    if (statement.index === null || !statement.writes) return []
    const during = statement.inSteps || statement.durationMs >= LONG_MS
    const ways = ['terminate', 'kill'] as const
    return [
      ...(during ? ways.map((way): Moment => ({ statement, when: 'during', way })) : []),
      ...ways
        .filter((way) => way === 'terminate' || statement.heardAlone)
        // With the last word of all said, there is nothing left for a lost connection to stop.
        .filter((way) => !(way === 'terminate' && statement.position === script.length - 1))
        // Killed within, the server completes it; that the tool did not hear of it makes no other state.
        .filter((way) => !(way === 'kill' && during && statement.last))
        .map((way): Moment => ({ statement, when: 'after', way })),
    ]
  })
}

/** At most so many, the most telling ones, spread evenly where not all of a class find room; in the script's order. */
export function chooseMoments(moments: readonly Moment[], most: number): readonly Moment[] {
  const chosen = new Set<Moment>()
  let rest = moments
  for (const isOf of CLASSES) {
    const [ours, others] = [rest.filter(isOf), rest.filter((moment) => !isOf(moment))]
    for (const moment of spread(ours, most - chosen.size)) chosen.add(moment)
    rest = others
  }
  return moments.filter((moment) => chosen.has(moment))
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items
  // Both ends are in: ways take turns, so that of two moments each is stopped in another way.
  const stride = most > 1 ? (items.length - 1) / (most - 1) : 0
  return Array.from({ length: Math.max(0, most) }, (_, at) => items[Math.round(at * stride)] as T)
}
