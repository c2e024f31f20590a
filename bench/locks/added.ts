import { connect } from '../../harness/database/session.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { keepTrace } from '../modes/tracing.ts'
import { quantile } from './bounds.ts'
import { MIX, MIX_SET_UP, timeMix } from './mix.ts'
import { startRelay } from './relay.ts'

/** Added to a statement, in ms, over sending it directly. */
export interface Added {
  readonly proxy: readonly number[]
  /** A relay that looks at nothing: what any proxy costs. */
  readonly relay: readonly number[]
  readonly direct: readonly number[]
  /** The proxy's, by statement of the mix. */
  readonly byStatement: ReadonlyMap<string, readonly number[]>
}

/**
 * Sends the mix three ways by turns, each round in another order, and compares statement by statement with the direct
 * one of the same round.
 */
export async function measureAdded(database: DatabaseAddress, rounds: number): Promise<Added> {
  await using direct = await connect(database, 'direct')
  await direct.run(MIX_SET_UP)
  await using tracing = await keepTrace(database)
  await using relay = await startRelay(database)
  await using proxied = await connect(tracing.address, 'proxied')
  await using relayed = await connect(relay.address, 'relayed')
  const ways = { direct, proxied, relayed } as const
  type Way = keyof typeof ways
  const orders: readonly (readonly Way[])[] = [
    ['direct', 'proxied', 'relayed'],
    ['proxied', 'direct', 'relayed'],
    ['relayed', 'direct', 'proxied'],
    ['relayed', 'proxied', 'direct'],
  ]
  const added = { proxy: [] as number[], relay: [] as number[], direct: [] as number[] }
  const byStatement = new Map<string, number[]>(MIX.map(({ sql }) => [sql, []]))
  // The first rounds fill caches and let the runtime compile.
  for (let round = -10; round < rounds; round++) {
    const took = { direct: [] as readonly number[], proxied: [] as readonly number[], relayed: [] as readonly number[] }
    for (const way of orders[(round + 12) % orders.length] ?? []) took[way] = await timeMix(ways[way])
    await tracing.take()
    if (round < 0) continue
    for (const [index, { sql }] of MIX.entries()) {
      const bare = took.direct[index] ?? 0
      added.direct.push(bare)
      added.proxy.push((took.proxied[index] ?? 0) - bare)
      added.relay.push((took.relayed[index] ?? 0) - bare)
      byStatement.get(sql)?.push((took.proxied[index] ?? 0) - bare)
    }
  }
  return { ...added, byStatement }
}

/** Prints a measurement against its bar; whether it holds. */
export function judgeAdded(title: string, { proxy, relay, direct, byStatement }: Added, limitMs: number): boolean {
  const median = quantile(proxy, 0.5)
  const ms = (value: number) => `${value.toFixed(2)} ms`
  for (const [sql, values] of byStatement)
    console.log(`  ${ms(quantile(values, 0.5)).padStart(9)}  ${sql.slice(0, 90)}`)
  const holds = median <= limitMs
  console.log(
    `${holds ? 'holds ' : 'MISSED'} ${title}: ${ms(median)} added per statement in the median (bar ${limitMs} ms), p95 ` +
      `${ms(quantile(proxy, 0.95))}; floor: a relay ${ms(quantile(relay, 0.5))}, directly ${ms(quantile(direct, 0.5))}, ` +
      `${proxy.length} pairs`,
  )
  return holds
}
