import { measureWaits } from '../waits/measure.ts'
import { printWaits } from '../waits/print.ts'

/** Waits of a random workload: all of 500 ms and more are in the record, and 99 of 100 of those of 100 ms and more. */
const flag = (name: string, usual: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? usual : Number(process.argv[at + 1])
}
const version = ([16, 17, 18] as const).find((one) => one === flag('version', 17)) ?? 17
const size = { version, sessions: flag('sessions', 30), forMs: flag('seconds', 60) * 1_000, seed: flag('seed', 7) }
let holds = true
// In a steady act the watcher looks for waits alone, and first asks the sessions.
for (const act of ['upgrade', 'steady'] as const) {
  console.log(`as in the act ${act}`)
  holds = printWaits(await measureWaits({ ...size, act }), 500) && holds
}
console.log(holds ? 'bar holds' : 'bar missed')
process.exitCode = holds ? 0 : 1
