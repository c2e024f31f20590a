import { parentPort } from 'node:worker_threads'
import { ROWS } from './rows.ts'
import { study } from './study.ts'

/** A part of a row: rehearsals with seeds from `from` up to, but not including, `to`. */
export interface Part {
  readonly row: number
  readonly from: number
  readonly to: number
}

parentPort?.on('message', ({ row, from, to }: Part) => {
  const planned = ROWS[row]
  if (planned !== undefined) parentPort?.postMessage(study(planned, from, to))
})
