import { parentPort, workerData } from 'node:worker_threads'
import type { JudgingOptions, Triplets } from '../model/facts-of-judging.ts'
import { compareTriplets } from '../statistics/compare.ts'

// The program of a thread: what is given to it, compared.
const { triplets, options } = workerData as { readonly triplets: Triplets; readonly options: JudgingOptions }
parentPort?.postMessage(compareTriplets(triplets, options))
