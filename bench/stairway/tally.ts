import type { Fact } from '../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { climb } from '../../harness/stairway/climb.ts'
import type { Stair } from '../../harness/stairway/stair.ts'

export type Climbed = Extract<Fact, { kind: 'stair.climbed' }>

export interface Tally {
  readonly stairs: readonly Climbed[]
  readonly stopped: string | null
  readonly seconds: number
}

/** Climbs and keeps what was told of each stair. */
export async function tally(
  stairs: readonly Stair[],
  ground: DatabaseAddress,
  { rows, atOnce = 2 }: { readonly rows: number; readonly atOnce?: number },
): Promise<Tally> {
  const climbed: Climbed[] = []
  const startedAt = performance.now()
  const { stopped } = await climb(stairs, ground, {
    rows,
    atOnce,
    record: (fact) => {
      if (fact.kind === 'stair.climbed') climbed.push(fact)
    },
    progress: () => undefined,
    signal: new AbortController().signal,
  })
  return { stairs: climbed, stopped, seconds: (performance.now() - startedAt) / 1000 }
}

/** How many there are of each verdict, the most frequent first. */
export function verdicts({ stairs }: Tally): string {
  const counts = Map.groupBy(stairs, ({ verdict }) => verdict)
  const sorted = [...counts].toSorted(([, one], [, other]) => other.length - one.length)
  return sorted.map(([verdict, all]) => `${all.length} ${verdict}`).join(', ')
}

/** Where the time went, summed over all stairs; some of it side by side. */
export function times({ stairs }: Tally): string {
  const names = [...new Set(stairs.flatMap((stair) => Object.keys(stair.times)))] as (keyof Climbed['times'])[]
  const sum = (name: keyof Climbed['times']) => stairs.reduce((total, stair) => total + (stair.times[name] ?? 0), 0)
  return names.map((name) => `${name.replace(/Ms$/, '')} ${(sum(name) / 1000).toFixed(1)} s`).join(', ')
}

/** One line of what is wrong with a stair. */
export function line({ name, verdict, schema, rows, errors }: Climbed): string {
  const objects = schema.map(({ object, change }) => `${object} ${change}`)
  const lost = rows.map(({ table, columns, rowsBefore, rowsAfter }) => {
    const values = columns.map(({ column, before, after }) => `${column} (${before} values, then ${after})`)
    return `${table}: ${rowsBefore} rows, then ${rowsAfter}${values.length === 0 ? '' : `; ${values.join(', ')}`}`
  })
  const failures = errors.map(({ when, message }) => `${when}: ${message}`)
  return [
    `  ${verdict.padEnd(17)} ${name
      .replace(/\/up\.sql$/, '')
      .split('/')
      .at(-1)}`,
    ...[...failures, ...objects, ...lost].slice(0, 4),
  ].join(' | ')
}

/** Prints one bar; answers whether it holds. */
export function bar(holds: boolean, text: string): boolean {
  console.log(`${holds ? 'holds ' : 'MISSED'} ${text}`)
  return holds
}
