import type { EntryOf } from '../model/evidence.ts'
import type { Interruption } from '../model/facts-of-interruptions.ts'
import type { Moment } from './moments.ts'
import type { Piece } from './piece.ts'
import { committedBy, type Script } from './script.ts'
import type { Outcome, Stop } from './settle.ts'

interface Told {
  readonly piece: Piece
  readonly script: Script
  readonly outcome: Outcome
  /** Indexes that were invalid before the piece began. */
  readonly invalidBefore: readonly string[]
}

type Interrupted = Omit<EntryOf<'migration.interrupted'>, 'seq' | 'at'>

/** An interruption and what came of it, as the journal keeps it. */
export function factOf({ moment, run }: Stop, { piece, script, outcome, invalidBefore }: Told): Interrupted {
  const { position, place, masked } = moment.statement
  const { name, source, direction } = piece
  const landed = run.landed ?? moment.when
  // What was under way is completed by a server that lost its client, and not by one whose backend was ended.
  const undone = landed === 'during' && moment.way === 'terminate'
  return {
    kind: 'migration.interrupted',
    ...{ name, source, direction, how: howOf(moment, piece), moment: landed },
    ...{ index: moment.statement.index ?? 0, of: script.filter(({ index }) => index !== null).length },
    ...{ place, statement: masked, committed: committedBy(script, undone ? position - 1 : position) },
    indexesInvalid: run.indexesInvalid.filter((index) => !invalidBefore.includes(index)),
    lingering: run.lingering,
    ...outcome,
  }
}

function howOf({ way }: Moment, { source }: Piece): Interruption {
  if (way === 'terminate') return 'backend-terminated'
  return source === 'sql' ? 'connection-cut' : 'tool-killed'
}
