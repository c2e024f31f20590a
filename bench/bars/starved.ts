import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { json } from 'node:stream/consumers'
import { entriesOf } from '../../harness/model/evidence.ts'
import type { Message } from '../../harness/status/message.ts'
import { playCase } from './case.ts'
import { barOptions } from './runtimes.ts'

/** Loops end by themselves, should the bar die before it ends them. */
const LONGEST_MS = 60_000
const PER_CORE = 32

/**
 * Nothing changes, but busy loops take the CPU from all of it in the soak: what then looks slower is not the new version's
 * doing, and the answer has to be INCONCLUSIVE, for the generator could not keep up. The run's own messages tell when.
 */
const { runtimes, count } = barOptions(process.argv, 1)
let missed = 0
for (const runtime of runtimes) {
  for (let run = 1; run <= count; run++) {
    await using hogs = await hogsOf('soak')
    const { verdict, blockers, unknown, ended, journal } = await playCase('hangs', {
      spec: 'rehearsal.starved.yaml',
      runtime,
      flags: ['--notify', hogs.url],
    })
    const holds = verdict.verdict === 'inconclusive' && ended.exitCode === 3
    if (!holds) missed++
    console.log(
      `${holds ? 'holds ' : 'MISSED'} ${runtime} ${run}: ${verdict.verdict}, ${blockers.join('; ') || 'no blocker'}, ${ended.seconds.toFixed(0)} s`,
    )
    for (const { phase, lag } of entriesOf(journal, 'traffic.phase'))
      console.log(`  ${phase}: p99 of the lag ${lag.idleP99Ms} ms, ${lag.dropped} dropped`)
    for (const line of unknown) console.log(`  unknown ${line}`)
  }
}
console.log(missed === 0 ? 'bar holds: a starved generator is INCONCLUSIVE' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1

/** Busy from the message that this act has begun until the message of the next. */
async function hogsOf(act: Message['act']): Promise<AsyncDisposable & { readonly url: string }> {
  let loops: readonly ChildProcess[] = []
  const end = () => {
    for (const loop of loops) loop.kill('SIGKILL')
    loops = []
  }
  const server = createServer(async (request, response) => {
    const message = (await json(request)) as Message
    response.end()
    if (message.act !== act) end()
    else if (loops.length === 0) loops = busyLoops(availableParallelism() * PER_CORE)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      end()
      server.close()
      server.closeAllConnections()
    },
  }
}

function busyLoops(loops: number): readonly ChildProcess[] {
  const program = `const end = Date.now() + ${LONGEST_MS}; while (Date.now() < end);`
  // In a session of its own each: Linux shares the processors among sessions first, and then among what runs in one.
  return Array.from({ length: loops }, () =>
    spawn(process.execPath, ['-e', program], { stdio: 'ignore', detached: true }),
  )
}
