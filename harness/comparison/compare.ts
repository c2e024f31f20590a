import { once } from 'node:events'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Comparison, JudgingOptions, Triplets } from '../model/facts-of-judging.ts'

/**
 * Compares before with after in a thread of its own, so that whoever waits can go on listening. Rejects with what the
 * thread died of.
 */
export async function compareInWorker(triplets: Triplets, options: JudgingOptions): Promise<Comparison> {
  const file = join(import.meta.dirname, `worker${extname(import.meta.filename)}`)
  const worker = new Worker(file, { workerData: { triplets, options } })
  try {
    // An error in the thread rejects this as well.
    const [comparison] = (await once(worker, 'message')) as [Comparison]
    return comparison
  } finally {
    await worker.terminate()
  }
}
