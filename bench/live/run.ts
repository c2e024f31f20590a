import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { listenForInterrupts } from '../../harness/commands/rehearse/interrupts.ts'
import { checkpoint } from '../../harness/database/quiesce.ts'
import { findK6 } from '../../harness/traffic/find.ts'
import { type Answered, load, type Slices } from '../harness-cost/load.ts'
import { bare, type Cost, type Span } from '../harness-cost/measure.ts'
import { compare } from '../harness-cost/print.ts'
import { stageSample } from '../harness-cost/stage.ts'
import { type House, openHouse } from './house.ts'

// The throughput of a closed loop as fast as it can be, with and without viewers of the status page, slice by slice under
// one unbroken load: with, without, without. The median of with/without must lie inside what two slices without differ by.

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '3' },
    viewers: { type: 'string', default: '20' },
  },
})
const [pairs, seconds, viewers] = [values.pairs, values.seconds, values.viewers].map(Number) as [number, number, number]
const SETTLE_MS = 600
const WARM_UP_MS = 6_000

interface Arm extends Answered, Cost {}

using interrupts = listenForInterrupts()
const { signal } = interrupts
const k6 = await findK6({ env: process.env, progress: (line) => console.error(line), signal })
await using stage = await stageSample(signal)
await using house = await openHouse(stage.address)
await checkpoint(stage.address)
console.log(`k6 ${k6.version}, ${pairs} rounds, slices of ${seconds} s, ${viewers} viewers, 60 endpoints`)

const slices: Slices = {
  startMs: Date.now() + WARM_UP_MS,
  count: 3 * pairs,
  lengthMs: seconds * 1_000 + SETTLE_MS,
  settleMs: SETTLE_MS,
}
const [answered, costs] = await Promise.all([
  load({ k6, url: stage.url, model: 'closed', signal }, slices),
  admitInTurn(house),
])
const arms = costs.map((cost, index): Arm => ({ ...(answered.slices[index] as Answered), ...cost }))
const rounds = Array.from({ length: pairs }, (_, round) => {
  const [within, without, control] = arms.slice(3 * round, 3 * round + 3) as [Arm, Arm, Arm]
  return { within, without, control }
})
for (const [index, { within, without, control }] of rounds.entries()) {
  const ratio = (arm: Arm) => (arm.perSecond / without.perSecond).toFixed(3)
  console.log(
    `${String(index + 1).padStart(4)}  with ${within.perSecond.toFixed(0)}/s  without ${without.perSecond.toFixed(0)}/s  again ${control.perSecond.toFixed(0)}/s  with/without ${ratio(within)}  without/without ${ratio(control)}`,
  )
}
const share = (some: readonly Arm[]) =>
  some.reduce((sum, { processMs }) => sum + processMs, 0) / some.reduce((sum, { lastedMs }) => sum + lastedMs, 0)
const percent = (value: number) => `${(100 * value).toFixed(2)} %`
const [on, off] = [
  share(rounds.map(({ within }) => within)),
  share(rounds.flatMap(({ without, control }) => [without, control])),
]
console.log(`this process ${percent(on)} of a core with viewers, ${percent(off)} without (page, desk and lock watcher)`)
const seen = await house.admit(0)
console.log(
  `viewers read ${(seen.bytes / 1e6).toFixed(1)} MB and took ${(seen.cpuMs / 1_000).toFixed(1)} s of CPU on the same machine`,
)
const throughput = compare(rounds, 'perSecond')
console.log(`throughput  ${throughput.text}`)
console.log(`p99         ${compare(rounds, 'p99Ms').text}`)
const holds = throughput.ratio >= throughput.lowerQuartile
console.log(holds ? 'bar holds' : 'bar missed')
process.exitCode = holds ? 0 : 1

async function admitInTurn(from: House): Promise<readonly Cost[]> {
  const all: Cost[] = []
  for (let slice = 0; slice < slices.count; slice++) {
    const fromMs = slices.startMs + slice * slices.lengthMs
    const span: Span = { fromMs, settledMs: fromMs + SETTLE_MS, toMs: fromMs + slices.lengthMs }
    await sleep(Math.max(0, fromMs - Date.now()))
    const admitted = await from.admit(slice % 3 === 0 ? viewers : 0)
    if (slice % 3 === 0 && admitted.viewers !== viewers)
      throw new Error(`expected ${viewers} viewers, found ${admitted.viewers}`)
    all.push(await bare(span))
  }
  return all
}
