import { parseArgs } from 'node:util'
import { connect } from '../../harness/database/session.ts'
import { startTestServer } from '../../test/live/postgres.ts'
import { type LoadOrder, ROWS } from './load.ts'
import { bare, type Run, sessionsLoad, watched } from './measure.ts'
import { median, pairLine, spread } from './print.ts'

/** Watcher with its backend ≤ 3 % of a core; median throughput ratio ≥ 0.97, or inside what two runs without differ by. */
const MOST_CPU = 0.03
const LEAST_RATIO = 0.97

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    interval: { type: 'string', default: '10' },
    sessions: { type: 'string', default: '16' },
  },
})
const [pairs, seconds, intervalMs, sessions] = [values.pairs, values.seconds, values.interval, values.sessions].map(
  Number,
) as [number, number, number, number]

await using server = await startTestServer(17)
const { address } = server
{
  await using session = await connect(address, 'bench')
  await session.run(`
    CREATE TABLE accounts (id int PRIMARY KEY, branch int NOT NULL, amount bigint NOT NULL) WITH (fillfactor = 80, autovacuum_enabled = off);
    INSERT INTO accounts SELECT n, 1 + n % 5000, 0 FROM generate_series(1, ${ROWS}) n;
    CREATE INDEX accounts_branch ON accounts (branch);
    ANALYZE accounts; CHECKPOINT`)
}

const closed: LoadOrder = { address, sessions, seconds, perSecond: null, seed: 7 }
const throughput = await inPairs('closed model', closed)
const rate = median(throughput.map(([without]) => without.perSecond)) * 0.6
const tail = await inPairs(`open model, ${rate.toFixed(0)}/s`, { ...closed, perSecond: rate })

const ratio = median(throughput.map(([without, within]) => within.perSecond / without.perSecond))
const between = spread(throughput.map(([without]) => without.perSecond))
const p99 = median(tail.map(([without, within]) => within.p99Ms / without.p99Ms))
const cpu = (results: readonly Pair[]) => median(results.map(([, within]) => within.cpuShare ?? 0))
const percent = (share: number) => `${(100 * share).toFixed(2)} %`
console.log(`throughput   with/without ${ratio.toFixed(3)}   without/without ${between.text}`)
console.log(
  `p99          with/without ${p99.toFixed(3)}   without/without ${spread(tail.map(([one]) => one.p99Ms)).text}`,
)
console.log(`cpu          watcher and backend ${percent(cpu(throughput))} of a core closed, ${percent(cpu(tail))} open`)
const holds = Math.max(cpu(throughput), cpu(tail)) <= MOST_CPU && (ratio >= LEAST_RATIO || ratio >= between.lowest)
console.log(holds ? 'bar holds' : 'bar missed')
process.exitCode = holds ? 0 : 1

type Pair = readonly [without: Run, within: Run]

/** Without and with watching, by turns, and the turns turned: a machine that grows slower harms both alike. */
async function inPairs(title: string, order: LoadOrder): Promise<readonly Pair[]> {
  const load = sessionsLoad(order)
  await load()
  const results: Pair[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const first = pair % 2 === 0 ? await bare(load) : null
    const within = await watched(load, order, intervalMs)
    const without = first ?? (await bare(load))
    results.push([without, within])
    console.log(`${title}   ${pairLine(pair + 1, without, within)}`)
  }
  return results
}
