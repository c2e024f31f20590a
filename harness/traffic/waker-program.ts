import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { dueTimes } from './due-times.ts'
import type { WakerTask } from './waker.ts'
import { pongFrame, webSocketServer } from './web-socket.ts'

// The program of a thread: calls whoever has called in whenever an arrival is due.

/** Arrivals that are nearer than this share a call, so that a high rate costs no more than 4,000 calls a second. */
const NEAREST_MS = 0.25
/** What happens to sockets is seen so often. */
const LONGEST_WAIT_MS = 50

const { frontIp } = workerData as { readonly frontIp: string }
const nobodyRings = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
const { server, sockets } = webSocketServer()
let offsetMs = Number.NEGATIVE_INFINITY

/** Epoch milliseconds with their fractions, as k6's side tells them: the clock is never ahead, and nearer with each look. */
function nowMs(): number {
  const atMs = Date.now()
  const ranMs = performance.now()
  offsetMs = Math.max(offsetMs, atMs - ranMs)
  return ranMs + offsetMs
}

async function callWhenDue({ epochMs, arrivals }: WakerTask): Promise<never> {
  const next = dueTimes(arrivals)
  for (;;) {
    await nextTurn()
    const fromMs = nowMs()
    const waitMs = epochMs + next(fromMs - epochMs) - fromMs
    wait(Math.min(waitMs, LONGEST_WAIT_MS))
    if (waitMs > LONGEST_WAIT_MS) continue
    for (const socket of sockets) if (socket.writableLength === 0) socket.write(pongFrame)
    wait(NEAREST_MS)
  }
}

/** Node has no other way to wait less than a millisecond. */
function wait(ms: number): void {
  Atomics.wait(nobodyRings, 0, 0, ms)
}

server.listen(0, frontIp)
await once(server, 'listening')
parentPort?.once('message', (task: WakerTask) => void callWhenDue(task))
parentPort?.postMessage((server.address() as AddressInfo).port)
