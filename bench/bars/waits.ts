import { measureWaits } from '../waits/measure.ts'
import { printWaits } from '../waits/print.ts'

/** Waits of a random workload: all of 500 ms and more are in the record, and 99 of 100 of those of 100 ms and more. */
const flag = (name: string, usual: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? usual : Number(process.argv[at + 1])
}
const version = ([16, 17, 18] as const).find((one) => one === flag('version', 17)) ?? 17
const size = { version, sessions: flag('sessions', 30), forMs: flag('seconds', 60) * 1_000, seed: flag('seed', 7) }
const holds = printWaits(await measureWaits(size), 500)
console.log(holds ? 'bar holds' : 'bar missed')
process.exitCode = holds ? 0 : 1
