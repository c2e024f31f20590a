import { once } from 'node:events'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'

/**
 * What a program of this room answers to what it is given, in a thread of its own, so that whoever waits can go on
 * listening. Rejects with what the thread died of.
 */
export async function inThread<Answer>(program: 'worker' | 'trends-worker', given: object): Promise<Answer> {
  const file = join(import.meta.dirname, `${program}${extname(import.meta.filename)}`)
  const worker = new Worker(file, { workerData: given })
  try {
    // An error in the thread rejects this as well.
    const [answer] = (await once(worker, 'message')) as [Answer]
    return answer
  } finally {
    await worker.terminate()
  }
}
