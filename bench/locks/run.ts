import { parseArgs } from 'node:util'
import { proxyBusy } from './busy.ts'
import { locksCommandCost } from './command.ts'
import { proxyCopy } from './copy.ts'
import { proxyIdle } from './proxy.ts'
import { watcherCost } from './watcher.ts'

/** What tracing and watching locks cost, part by part: `npm run bench:locks -- proxy busy copy watcher watcher-upgrade command`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '100' },
    pairs: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '1' },
  },
})
const [rounds, pairs, seconds] = [Number(values.rounds), Number(values.pairs), Number(values.seconds)]
const parts: Readonly<Record<string, () => Promise<boolean>>> = {
  proxy: () => proxyIdle(rounds),
  busy: () => proxyBusy(rounds),
  copy: () => proxyCopy(pairs),
  watcher: () => watcherCost('steady', pairs, seconds),
  'watcher-upgrade': () => watcherCost('upgrade', pairs, seconds),
  command: () => locksCommandCost(),
}
const unknown = positionals.filter((name) => !(name in parts))
if (unknown.length > 0)
  throw new Error(`expected parts of ${Object.keys(parts).join(', ')}, found ${unknown.join(', ')}`)
let missed = 0
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.log(name)
  if (!(await measure())) missed++
}
console.log(missed === 0 ? 'bar holds' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1
