import { parentPort, workerData } from 'node:worker_threads'
import type { Night } from './night.ts'
import { trendsOf } from './trends.ts'

// The program of a thread: the trends of the nights that are given to it.
const { nights } = workerData as { readonly nights: readonly Night[] }
parentPort?.postMessage(trendsOf(nights))
