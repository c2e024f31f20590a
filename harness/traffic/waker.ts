import { once } from 'node:events'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Arrivals } from './inside/arrivals.ts'

/** Calls k6 whenever an arrival is due. */
export interface Waker extends AsyncDisposable {
  /** Where k6 is to call in. */
  readonly url: string
  /** From when arrivals are counted, in ms since 1970, and when those of each scenario are due. */
  begin(epochMs: number, arrivals: Readonly<Record<string, Arrivals>>): void
}

/** What the waker's thread is told once. */
export interface WakerTask {
  readonly epochMs: number
  readonly arrivals: readonly Arrivals[]
}

/**
 * Starts a thread that listens on the front's address, the only one that k6 may reach. Go waits for timers and network
 * together, by `epoll_wait`, in whole milliseconds that begin at the last event (`netpoll` in runtime/netpoll_epoll.go): of its
 * own accord k6 is up to a millisecond late, with whatever else became due meanwhile. A thread can wait more exactly.
 */
export async function startWaker(frontIp: string): Promise<Waker> {
  const program = join(import.meta.dirname, `waker-program${extname(import.meta.filename)}`)
  const thread = new Worker(program, { workerData: { frontIp } })
  const [port] = (await once(thread, 'message')) as [number]
  // k6 has timers of its own: should the thread die, it is later than it could be, which its lag tells.
  thread.on('error', () => undefined)
  return {
    url: `ws://${frontIp}:${port}/`,
    begin: (epochMs, arrivals) => {
      const lists = Object.values(arrivals).map((one) => ({ ...one, offsetsMs: Float64Array.from(one.offsetsMs) }))
      thread.postMessage({ epochMs, arrivals: lists } satisfies WakerTask)
    },
    [Symbol.asyncDispose]: async () => void (await thread.terminate()),
  }
}
