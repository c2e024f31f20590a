import type { EntryOf } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type InterruptedRun, interruptAt } from './interrupt.ts'
import { differencesTo, type Reference } from './likeness.ts'
import { type Marked, readMarks } from './marks.ts'
import type { Moment } from './moments.ts'
import type { Piece } from './piece.ts'
import { type PieceRun, type RunOptions, runPiece } from './run-piece.ts'
import type { Script } from './script.ts'

/** A moment at which the piece was stopped, on the way to its end. */
export interface Stop {
  readonly moment: Moment
  readonly run: InterruptedRun
}

/** How it came out, for one stop. */
export type Outcome = Pick<EntryOf<'migration.interrupted'>, 'again' | 'error' | 'differences'>

/** Everything that it takes to interrupt one piece. */
export interface Ordeal {
  readonly piece: Piece
  readonly script: Script
  readonly reference: Reference
  readonly run: Pick<RunOptions, 'signal' | 'limitMs' | 'patienceMs'>
  /** A clone in the state before the piece. */
  take(): Promise<DatabaseAddress>
  give(clone: DatabaseAddress): Promise<void>
  tell(stop: Stop, outcome: Outcome): void
  /** False once it has taken long enough, with so many stops that are not told yet. */
  mayGoOn(pending: number): boolean
}

/**
 * Stops the piece at each moment, one after another on one clone: each time it is run again it shall get as far as the
 * next moment, and at last to the state of an uninterrupted run. Where it does not, the moments are settled apart, each
 * half on a clone of its own, until it is known which one it was. Resolves to the clone where all went well on it.
 */
export async function settle(
  ordeal: Ordeal,
  moments: readonly Moment[],
  given: DatabaseAddress | null = null,
): Promise<DatabaseAddress | null> {
  if (given === null && (moments.length === 0 || !ordeal.mayGoOn(0))) return null
  const clone = given ?? (await ordeal.take())
  const chain = await runChain(ordeal, moments, clone)
  const { stops, reached, last } = chain
  const rest = moments.slice(reached)
  if (last.error !== null) {
    const culprit = stops.at(-1)
    if (culprit === undefined) throw new Error(`it failed without an interruption: ${last.error.message}`)
    const differences = await differencesTo(ordeal.reference, clone, await chain.marked())
    const again = differences.length === 0 && wasDone(ordeal, culprit) ? 'refused' : 'failed'
    ordeal.tell(culprit, { again, error: last.error, differences })
    await ordeal.give(clone)
    await settleApart(ordeal, [stops.slice(0, -1).map(({ moment }) => moment), rest])
    return null
  }
  const differences = stops.length === 0 ? [] : await differencesTo(ordeal.reference, clone, await chain.marked())
  if (differences.length > 0 && stops.length > 1) {
    await ordeal.give(clone)
    const half = Math.ceil(stops.length / 2)
    const again = stops.map(({ moment }) => moment)
    await settleApart(ordeal, [again.slice(0, half), again.slice(half), rest])
    return null
  }
  for (const [at, stop] of stops.entries()) {
    const itself = chain.byItself && at === stops.length - 1
    ordeal.tell(stop, { again: itself ? 'by-itself' : 'completed', error: null, differences })
  }
  if (differences.length === 0 && rest.length === 0) return clone
  await ordeal.give(clone)
  // The first of the rest was not met although nothing stood in its way: it never will be.
  await settle(ordeal, stops.length === 0 ? rest.slice(1) : rest)
  return null
}

/**
 * A tool that has nothing left to do may say so by failing. SQL files have no tool to say it: theirs fail on what is
 * there already. Where something was still to be written, the state of an uninterrupted run does not show all of it.
 */
function wasDone({ piece, script }: Ordeal, { moment, run }: Stop): boolean {
  const undone = run.landed === 'during' && moment.way === 'terminate'
  const rest = script.slice(moment.statement.position + 1)
  return piece.source === 'command' && run.lingering.length === 0 && !undone && !rest.some(({ writes }) => writes)
}

async function settleApart(ordeal: Ordeal, groups: readonly (readonly Moment[])[]): Promise<void> {
  for (const group of groups) {
    const clone = await settle(ordeal, group)
    if (clone !== null) await ordeal.give(clone)
  }
}

interface Chain {
  readonly stops: readonly Stop[]
  /** How many of the moments need no further run. */
  readonly reached: number
  /** The run that was not stopped, or that went on by itself. */
  readonly last: PieceRun
  readonly byItself: boolean
  /** Of this clone, before the first run and after the last. */
  marked(): Promise<Marked>
}

async function runChain(ordeal: Ordeal, moments: readonly Moment[], clone: DatabaseAddress): Promise<Chain> {
  const { piece, script, run: options } = ordeal
  const before = await readMarks(clone)
  const stops: Stop[] = []
  const marked = async () => ({ before, after: await readMarks(clone) })
  for (const moment of moments) {
    if (stops.length > 0 && !ordeal.mayGoOn(stops.length)) break
    const run = await interruptAt(moment, { ...options, piece, clone, script })
    if (run.landed === null) return { stops, reached: stops.length, last: run, byItself: false, marked }
    stops.push({ moment, run })
    // A tool may open another connection, or not care: what it left is its last word.
    if (run.error === null) return { stops, reached: stops.length, last: run, byItself: true, marked }
  }
  const last = await runPiece(piece, clone, { ...options, script })
  return { stops, reached: moments.length, last, byItself: false, marked }
}
