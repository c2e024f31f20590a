import type { Comparison, JudgingOptions, Triplets } from '../model/facts-of-judging.ts'
import { inThread } from './thread.ts'

/** Compares before with after in a thread of its own. Rejects with what the thread died of. */
export async function compareInWorker(triplets: Triplets, options: JudgingOptions): Promise<Comparison> {
  return await inThread<Comparison>('worker', { triplets, options })
}
