import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from './message.ts'

/** In the folder of a run. */
export const STATUS_FILE = 'status.jsonl'

/** A message that a channel did not take, as status.jsonl notes it. */
export interface Undelivered {
  readonly fulldress: 1
  readonly kind: 'undelivered'
  readonly at: string
  /** Host of the channel; the rest of its address may be a secret. */
  readonly channel: string
  /** Of the message. */
  readonly number: number
  /** `HTTP 500`, `no answer within 5 s`, `ECONNREFUSED`. */
  readonly reason: string
  /** It may have arrived all the same. */
  readonly unconfirmed: boolean
}

/** Adds a line to the messages of a run. A disk that is full must not end a rehearsal here: its journal says so. */
export function keep(folder: string, line: Message | Undelivered): void {
  try {
    appendFileSync(join(folder, STATUS_FILE), `${JSON.stringify(line)}\n`)
  } catch {
    // The journal is written beside it, and complains.
  }
}
