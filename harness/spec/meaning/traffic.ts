import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseDuration } from '../../model/duration.ts'
import { items, members, type Part, textOf, under } from '../part.ts'
import type { Bench } from './judge.ts'

/** Scenarios have a script. */
export function scriptsExist({ spec, folder, complain }: Bench): void {
  for (const [, scenario] of members(under(spec, 'traffic', 'scenarios'))) {
    const script = textOf(under(scenario, 'script'))
    if (script === null || statSync(resolve(folder, script), { throwIfNoEntry: false })?.isFile() === true) continue
    complain(under(scenario, 'script'), 'a k6 script', `no file ${script}`)
  }
}

/** What a stand-in is told about time can be true. */
export function partnersKeepTime(bench: Bench): void {
  for (const [, partner] of members(under(bench.spec, 'stage', 'partners'))) {
    for (const route of items(under(partner, 'routes'))) {
      atMost(bench, under(route, 'latency', 'p50'), under(route, 'latency', 'p99'))
      for (const fault of items(under(route, 'faults'))) {
        atMost(bench, under(fault, 'lasting', 'min'), under(fault, 'lasting', 'max'))
        atMost(bench, under(fault, 'lasting', 'max'), under(fault, 'every'))
      }
    }
  }
}

function atMost({ complain }: Bench, smaller: Part, greater: Part): void {
  const [low, high] = [smaller, greater].map((part) => parseDuration(textOf(part) ?? ''))
  if (low == null || high == null || low <= high) return
  complain(smaller, `at most ${greater.path.at(-1)} (${textOf(greater)})`)
}
