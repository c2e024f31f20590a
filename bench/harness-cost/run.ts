import { parseArgs } from 'node:util'
import { listenForInterrupts } from '../../harness/commands/rehearse/interrupts.ts'
import { checkpoint } from '../../harness/database/quiesce.ts'
import { connect } from '../../harness/database/session.ts'
import { findK6 } from '../../harness/traffic/find.ts'
import { type LoadOptions, load, type Model } from './load.ts'
import { bare, watched } from './measure.ts'
import { compare, costOf, median, type Round, roundLine } from './print.ts'
import { stageSample } from './stage.ts'

/** Watcher with its backend ≤ 3 % of a core; median throughput ratio ≥ 0.97, or inside what two equal runs differ by. */
const MOST_CPU = 0.03
const LEAST_RATIO = 0.97

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    // What the acts use.
    interval: { type: 'string', default: '10' },
    // For a look at what watching costs while a lock is there to be seen all the time; the bar is about quiet times.
    'hold-lock': { type: 'boolean', default: false },
  },
})
const [pairs, seconds, intervalMs] = [values.pairs, values.seconds, values.interval].map(Number) as [
  number,
  number,
  number,
]

using interrupts = listenForInterrupts()
const { signal } = interrupts
const k6 = await findK6({ env: process.env, progress: (line) => console.error(line), signal })
await using stage = await stageSample(signal)
const { address, url } = stage
await using holder = await connect(address, 'bench')
if (values['hold-lock']) await holder.run('BEGIN; LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE')

const options: LoadOptions = { k6, url, seconds, signal }
console.log(`k6 ${k6.version}, a look every ${intervalMs} ms, runs of ${seconds} s`)
const closed = await inRounds('closed model', 'closed')
const iterationsPerSecond = Math.round((median(closed.map(({ without }) => without.perSecond)) * 0.6) / 2)
const open = await inRounds(`open model, ${2 * iterationsPerSecond} requests/s`, { iterationsPerSecond })

const throughput = compare(closed, 'perSecond')
const tail = compare(open, 'p99Ms')
console.log(`throughput  closed   with/without ${throughput.ratio.toFixed(3)}   ${throughput.spread}`)
console.log(`p99         open     with/without ${tail.ratio.toFixed(3)}   ${tail.spread}`)
const shares = [printCost('closed', closed), printCost('open', open)]
const cheap = Math.max(...shares) <= MOST_CPU
const unfelt = throughput.ratio >= LEAST_RATIO || throughput.ratio >= throughput.lowerQuartile
console.log(cheap && unfelt ? 'bar holds' : 'bar missed')
process.exitCode = cheap && unfelt ? 0 : 1

/** Each round has one run with and two without watching, and turns them round: a machine that grows slower harms all alike. */
async function inRounds(title: string, model: Model): Promise<readonly Round[]> {
  const one = async () => {
    await checkpoint(address)
    return load(options, model)
  }
  console.log(title)
  await one()
  const rounds: Round[] = []
  for (let number = 1; number <= pairs; number++) {
    const round = number % 2 === 0 ? await watchedLast(one) : await watchedFirst(one)
    rounds.push(round)
    console.log(roundLine(number, round))
  }
  return rounds
}

async function watchedFirst(one: Parameters<typeof bare>[0]): Promise<Round> {
  const within = await watched(one, address, intervalMs)
  const without = await bare(one)
  return { within, without, control: await bare(one) }
}

async function watchedLast(one: Parameters<typeof bare>[0]): Promise<Round> {
  const control = await bare(one)
  const without = await bare(one)
  return { control, without, within: await watched(one, address, intervalMs) }
}

/** Returns the dearer of two accounts: what the kernel saw, and what the watcher says of itself in the journal. */
function printCost(model: string, rounds: readonly Round[]): number {
  const { watcher, backend, account } = costOf(rounds)
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  console.log(
    `cpu         ${model.padEnd(6)}   watcher ${percent(watcher)} + backend ${percent(backend)} = ${percent(watcher + backend)} of a core; by its own account ${percent(account)}`,
  )
  return Math.max(watcher + backend, account)
}
