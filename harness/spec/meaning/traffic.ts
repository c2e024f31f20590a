import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseDuration } from '../../model/duration.ts'
import { items, members, type Part, textOf, under } from '../part.ts'
import type { Bench } from './judge.ts'

/** Scenarios have a script. */
export function scriptsExist({ spec, folder, complain }: Bench): void {
  for (const [, scenario] of members(under(spec, 'traffic', 'scenarios'))) {
    isFile({ folder, complain }, under(scenario, 'script'), 'a k6 script')
  }
  isFile({ folder, complain }, under(spec, 'traffic', 'replay'), 'a k6 script')
}

/** What tells of production, and of the services' statements, is there. */
export function probingFilesExist({ spec, ...bench }: Bench): void {
  isFile(bench, under(spec, 'production', 'profile'), 'a profile that fulldress profile wrote')
  isFile(bench, under(spec, 'traffic', 'statements'), 'a file of SQL statements')
}

function isFile({ folder, complain }: Pick<Bench, 'folder' | 'complain'>, part: Part, expected: string): void {
  const name = textOf(part)
  if (name === null || statSync(resolve(folder, name), { throwIfNoEntry: false })?.isFile() === true) return
  complain(part, expected, `no file ${name}`)
}

/** A steady act holds two blocks at least, or there would be nothing to compare. */
export function blocksFitTheAct({ spec, complain }: Bench): void {
  const [block, actTime] = [under(spec, 'traffic', 'block'), under(spec, 'traffic', 'actTime')]
  const [blockMs, actTimeMs] = [block, actTime].map((part) => parseDuration(textOf(part) ?? ''))
  if (blockMs == null || actTimeMs == null || blockMs * 2 <= actTimeMs) return
  complain(block, `half of actTime (${textOf(actTime)}) at most`)
}

/** What a stand-in is told about time can be true. */
export function partnersKeepTime(bench: Bench): void {
  for (const [, partner] of members(under(bench.spec, 'stage', 'partners'))) {
    for (const route of items(under(partner, 'routes'))) {
      atMost(bench, under(route, 'latency', 'p50'), under(route, 'latency', 'p99'))
      for (const fault of items(under(route, 'faults'))) {
        atMost(bench, under(fault, 'lasting', 'min'), under(fault, 'lasting', 'max'))
        atMost(bench, under(fault, 'lasting', 'max'), under(fault, 'every'))
        wholeSeconds(bench, under(fault, 'retryAfter'))
      }
    }
  }
}

/** The header has no smaller unit. */
function wholeSeconds({ complain }: Bench, part: Part): void {
  const ms = parseDuration(textOf(part) ?? '')
  if (ms != null && ms % 1_000 !== 0) complain(part, 'whole seconds, which is what Retry-After can say')
}

function atMost({ complain }: Bench, smaller: Part, greater: Part): void {
  const [low, high] = [smaller, greater].map((part) => parseDuration(textOf(part) ?? ''))
  if (low == null || high == null || low <= high) return
  complain(smaller, `at most ${greater.path.at(-1)} (${textOf(greater)})`)
}
