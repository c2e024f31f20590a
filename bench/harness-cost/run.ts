import { parseArgs } from 'node:util'
import { listenForInterrupts } from '../../harness/commands/rehearse/interrupts.ts'
import { connect } from '../../harness/database/session.ts'
import { findK6 } from '../../harness/traffic/find.ts'
import type { Model } from './load.ts'
import { compare, costOf, median, roundLine } from './print.ts'
import { inRounds, type Round } from './rounds.ts'
import { stageSample } from './stage.ts'

/** Watcher with its backend ≤ 3 % of a core; median throughput ratio ≥ 0.97, or inside what two equal slices differ by. */
const MOST_CPU = 0.03
const LEAST_RATIO = 0.97
/** Of what the closed model reached: busy, and not saturated. */
const OPEN_SHARE = 0.6

const { values } = parseArgs({
  options: {
    // Many short pairs see more than few long ones where others use the machine as well.
    pairs: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '2' },
    // What the acts use.
    interval: { type: 'string', default: '10' },
    // For a look at what watching costs while a lock is there to be seen all the time; the bar is about quiet times.
    'hold-lock': { type: 'boolean', default: false },
  },
})
const [pairs, seconds, intervalMs] = [Number(values.pairs), Number(values.seconds), Number(values.interval)]

using interrupts = listenForInterrupts()
const { signal } = interrupts
const k6 = await findK6({ env: process.env, progress: (line) => console.error(line), signal })
await using stage = await stageSample(signal)
const { address, url } = stage
await using holder = await connect(address, 'bench')
if (values['hold-lock']) await holder.run('BEGIN; LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE')

console.log(`k6 ${k6.version}, ${pairs} rounds, slices of ${seconds} s, a look every ${intervalMs} ms`)
const closed = await measure('closed model', 'closed')
const reached = median(closed.map(({ without }) => without.perSecond))
// One iteration is two requests.
const iterationsPerSecond = Math.round((reached * OPEN_SHARE) / 2)
const open = await measure(`open model, ${2 * iterationsPerSecond} requests/s`, { iterationsPerSecond })

const throughput = compare(closed, 'perSecond')
console.log(`throughput  closed   ${throughput.text}`)
console.log(`p99         open     ${compare(open, 'p99Ms').text}`)
const cheap = Math.max(printCost('closed', closed), printCost('open', open)) <= MOST_CPU
const unfelt = throughput.ratio >= LEAST_RATIO || throughput.ratio >= throughput.lowerQuartile
console.log(cheap && unfelt ? 'bar holds' : 'bar missed')
process.exitCode = cheap && unfelt ? 0 : 1

async function measure(title: string, model: Model): Promise<readonly Round[]> {
  const [rounds, dropped] = await inRounds({ address, intervalMs, pairs, seconds }, { k6, url, model, signal })
  console.log(`${title}${dropped > 0 ? `, ${dropped} iterations dropped` : ''}`)
  for (const [index, round] of rounds.entries()) console.log(roundLine(round, index))
  return rounds
}

/** Returns the dearer of two accounts: what the kernel saw, and what the watcher says of itself in the journal. */
function printCost(model: string, rounds: readonly Round[]): number {
  const { watcher, backend, account } = costOf(rounds)
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  const both = `watcher ${percent(watcher)} + backend ${percent(backend)} = ${percent(watcher + backend)} of a core`
  console.log(`cpu         ${model.padEnd(6)}   ${both}; by its own account ${percent(account)}`)
  return Math.max(watcher + backend, account)
}
