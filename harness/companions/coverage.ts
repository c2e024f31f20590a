import type { EntryOf } from '../model/evidence.ts'
import type { RunAlone } from './alone.ts'
import { MOST_TARGETS, type Target } from './targets.ts'
import type { TrafficStatement } from './traffic-file.ts'
import type { Tried } from './trial.ts'

export type Untested = EntryOf<'trials.covered'>['untested']

/** Tables whose harm only the application could tell: no statement of its own names them. */
export function needsTraffic(targets: readonly Target[], traffic: readonly TrafficStatement[]): Untested {
  // A sequence is used by whoever inserts, and named by nobody.
  const unnamed = targets.filter((target) => target.relkind !== 'S' && naming(target, traffic).length === 0)
  return unnamed.map(({ relation }) => `unknown: needs traffic on ${relation}`)
}

/** Relations that the application’s statements name, where none of those reads all columns or is prepared. */
export function namedByColumn(targets: readonly Target[], traffic: readonly TrafficStatement[]): readonly string[] {
  return targets.flatMap((target) => {
    const own = naming(target, traffic)
    return own.length === 0 || own.some((one) => one.prepared || readsAll(one)) ? [] : [target.relation]
  })
}

/** A product of two numbers looks the same, and costs a concern; the reverse would hide one. */
function readsAll({ text }: TrafficStatement): boolean {
  const bare = text.replaceAll(/\/\*.*?\*\//gs, ' ').replaceAll(/\bcount\s*\(\s*\*\s*\)/gi, ' ')
  return bare.includes('*') || /\btable\s/i.test(bare)
}

function naming({ relation }: Target, traffic: readonly TrafficStatement[]): readonly TrafficStatement[] {
  // A name in quotes may hold anything, and stands in quotes wherever it is used.
  const quoted = /("(?:[^"]|"")+")$/.exec(relation)?.[1]
  if (quoted !== undefined) return traffic.filter(({ text }) => text.includes(quoted))
  const name = relation.slice(relation.lastIndexOf('.') + 1).toLowerCase()
  return traffic.filter(({ text }) => words(text).includes(name))
}

function words(sql: string): readonly string[] {
  return sql.toLowerCase().split(/[^\p{L}\p{N}_$]+/u)
}

/** Tables that got no probes. */
export function notProbed(targets: readonly Target[], probed: readonly Target[]): Untested {
  return targets
    .filter((target) => !probed.includes(target))
    .map(({ relation }) => `${relation} was not probed: the migration touches more than ${MOST_TARGETS} relations`)
}

/** Statements that the trace could not see into. */
export function notSeenInto({ script, troubles }: Pick<RunAlone, 'script' | 'troubles'>): Untested {
  const sampled = script
    .filter(({ because }) => because !== null)
    .map(({ place, masked, because }) => {
      const where = place === null ? masked.slice(0, 60) : `${place.file}:${place.line}`
      return `${where}: its locks were sampled, not traced exactly (${because})`
    })
  return [...sampled, ...troubles.map((reason) => `the trace: ${reason}`)]
}

/** What the trials themselves could not tell. */
export function notTold(scenario: string, { idle, unexplainedMs }: Tried, stallLimitMs: number): Untested {
  const failing = idle.map(({ what, reason }) => `${what}: it fails before the migration already (${reason})`)
  if (unexplainedMs <= stallLimitMs) return failing
  const waited = `${scenario}: waits of up to ${Math.round(unexplainedMs)} ms that no lock of the migration explains; the machine was busy`
  return [...failing, waited]
}
