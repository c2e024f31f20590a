import { readComplaint, shiftPosition } from './fields.ts'
import type { Message } from './message.ts'
import type { Part } from './route.ts'

/** What a message of the server's means for the statement under way. */
export type Meaning = 'completed' | 'failed' | null

export interface ReplyOptions {
  readonly last: boolean
  readonly muted: boolean
  /** The statement is in a string's implicit block, which an older server does not know of in a pipeline. */
  readonly inBlock: boolean
}

/**
 * Turns the answers to Parse, Bind, Describe and Execute into those that a simple Query would have brought.
 *
 * Two of them have to wait. A statement's columns are announced before it runs only where its rows are streamed. And
 * the last CommandComplete is sent after the transaction was committed, which a deferred constraint may still refuse.
 */
export interface Reply {
  /** The next part was sent, after a statement of our own that nobody asked for when `muted`. */
  begin(part: Part, options: ReplyOptions): void
  hear(message: Message, pass: (bytes: Buffer) => void): Meaning
}

/** no_active_sql_transaction: "SET LOCAL can only be used in transaction blocks". */
const NO_BLOCK = '25P01'

/** Messages that a simple Query never brings: ParseComplete, BindComplete, NoData. */
const UNHEARD: ReadonlySet<string> = new Set(['1', '2', 'n'])

export function createReply(): Reply {
  let part: Part | null = null
  let last = false
  let muted = false
  let inBlock = false
  let columns: Buffer | null = null
  let complete: Buffer | null = null

  const release = (held: Buffer | null, pass: (bytes: Buffer) => void) => {
    if (held) pass(held)
    return null
  }
  return {
    begin(next, options) {
      part = next
      last = options.last
      muted = options.muted
      inBlock = options.inBlock
    },
    hear({ type, bytes }, pass) {
      if (type === 'E') {
        columns = null
        complete = null
        pass(shiftPosition(bytes, part?.before ?? 0))
        return 'failed'
      }
      if (type === 'N') {
        // SET LOCAL and its like have done their work all the same, and in the block there is nothing to warn of.
        const needless = inBlock && part?.traits.outsideBlock === 'warns' && readComplaint(bytes).sqlstate === NO_BLOCK
        if (!needless) pass(shiftPosition(bytes, part?.before ?? 0))
        return null
      }
      if (type === '3') {
        if (!muted) return 'completed'
        muted = false
        return null
      }
      // What is reported between the commit and ReadyForQuery comes after CommandComplete.
      if (type === 'A' || type === 'S' || type === 'Z') complete = release(complete, pass)
      else if (muted || UNHEARD.has(type)) return null
      if (type === 'T' && !part?.traits.streams) {
        columns = bytes
        return null
      }
      if (type === 'D' || type === 'C' || type === 'I') columns = release(columns, pass)
      if (last && (type === 'C' || type === 'I')) complete = bytes
      else pass(bytes)
      return null
    },
  }
}
