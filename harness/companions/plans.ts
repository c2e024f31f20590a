import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../database/session.ts'
import type { Fact } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { maskLiterals } from '../sql/mask.ts'
import type { TrafficStatement } from './traffic-file.ts'

/** How one statement is planned, and how long it takes. */
export interface Plan {
  readonly cost: number
  /** `Index Scan using orders_user_idx on orders`, from the top down. */
  readonly nodes: readonly string[]
  readonly indexes: readonly string[]
  /** The fastest of a few runs, each taken back: whatever else the machine does only adds to it. */
  readonly durationMs: number
}

/** As EXPLAIN (FORMAT JSON) names them. */
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Total Cost': number
  readonly 'Index Name'?: string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly PlanNode[]
}

const PLANNED: ReadonlySet<string> = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'])

const RUNS = 5

/** A machine may be busy for as long as a few quick runs take; what became slow is slow half a second later as well. */
const AGAIN_RUNS = 20
const AGAIN_PAUSE_MS = 25
const NOTABLY_SLOWER = 2

/** Nobody waits longer for one of them. */
const PATIENCE = { statement_timeout: '5s', lock_timeout: '2s' }

/**
 * Plans of the application's statements by their position; those that cannot be planned have none. One that is slower
 * than `earlier` is run again for a while.
 */
export async function explainTraffic(
  address: DatabaseAddress,
  traffic: readonly TrafficStatement[],
  earlier: ReadonlyMap<number, Plan> = new Map(),
): Promise<ReadonlyMap<number, Plan>> {
  await using session = await connect(address, { application: 'fulldress', settings: PATIENCE })
  const plans = new Map<number, Plan>()
  for (const [position, { text, kind }] of traffic.entries()) {
    if (!PLANNED.has(kind)) continue
    const plan = await planOf(session, text, earlier.get(position)).catch(() => null)
    if (plan === null) await session.run('ROLLBACK')
    if (plan !== null) plans.set(position, plan)
  }
  return plans
}

/** What became of each plan. The clone is analysed by now, as autovacuum would have done. */
export function comparePlans(
  trial: number,
  traffic: readonly TrafficStatement[],
  [before, after]: readonly [ReadonlyMap<number, Plan>, ReadonlyMap<number, Plan>],
  usable: ReadonlySet<string>,
): readonly Extract<Fact, { kind: 'plan.compared' }>[] {
  return traffic.flatMap(({ text }, position) => {
    const [was, is] = [before.get(position), after.get(position)]
    if (was === undefined || is === undefined) return []
    return [
      {
        ...{ kind: 'plan.compared' as const, trial, statement: maskLiterals(text) },
        ...{ costBefore: was.cost, costAfter: is.cost },
        ...{ durationMsBefore: was.durationMs, durationMsAfter: is.durationMs },
        indexesLost: was.indexes.filter((index) => !usable.has(index)),
        ...{ nodesBefore: was.nodes, nodesAfter: is.nodes },
      },
    ]
  })
}

/** Statistics as autovacuum would make them, and the names of all indexes that can be used. */
export async function analyse(address: DatabaseAddress): Promise<ReadonlySet<string>> {
  await using session = await connect(address, 'fulldress')
  await session.run('ANALYZE')
  const rows = await session.query<{ name: string }>(
    'SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisvalid AND c.oid >= 16384',
  )
  return new Set(rows.map(({ name }) => name))
}

async function planOf(session: Session, text: string, earlier: Plan | undefined): Promise<Plan> {
  const [row] = await session.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(`EXPLAIN (FORMAT JSON) ${text}`)
  const top = row?.['QUERY PLAN'][0]?.Plan
  if (top === undefined) throw new Error('expected a plan from EXPLAIN, found none')
  const nodes = nodesOf(top)
  const usualMs = earlier === undefined ? Number.POSITIVE_INFINITY : NOTABLY_SLOWER * earlier.durationMs
  const fastestMs = await fastestRun(session, text, usualMs)
  return {
    cost: top['Total Cost'],
    nodes: nodes.map(spell),
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
    durationMs: Math.round(fastestMs * 100) / 100,
  }
}

async function fastestRun(session: Session, text: string, usualMs: number): Promise<number> {
  let fastestMs = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS || (run < RUNS + AGAIN_RUNS && fastestMs > usualMs); run++) {
    if (run >= RUNS) await sleep(AGAIN_PAUSE_MS)
    await session.run('BEGIN')
    const startedAt = performance.now()
    await session.run(text)
    fastestMs = Math.min(fastestMs, performance.now() - startedAt)
    await session.run('ROLLBACK')
  }
  return fastestMs
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function spell(node: PlanNode): string {
  const using = node['Index Name'] === undefined ? '' : ` using ${node['Index Name']}`
  const on = node['Relation Name'] === undefined ? '' : ` on ${node['Relation Name']}`
  return `${node['Node Type']}${using}${on}`
}
