import { type Clones, openClones } from '../companions/clones.ts'
import { separationOf } from '../companions/separation.ts'
import { digestCatalog } from '../database/catalog.ts'
import type { EntryOf, Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { invalidIndexes } from './aftermath.ts'
import { groundsFor } from './grounds.ts'
import type { Reference } from './likeness.ts'
import { readMarks } from './marks.ts'
import { chooseMoments, momentsOf } from './moments.ts'
import type { Piece } from './piece.ts'
import { runPiece } from './run-piece.ts'
import { readScript, type Script } from './script.ts'
import { settle } from './settle.ts'
import { factOf } from './told.ts'

export interface InterruptionsOptions {
  readonly server: DatabaseAddress
  /** The state before the first piece; nobody is connected to it. */
  readonly database: string
  /** In the order in which they are applied. */
  readonly pieces: readonly Piece[]
  /** Interruptions of all pieces together. */
  readonly most: number
  /** After this long no piece is interrupted more often than once in each way. */
  readonly budgetMs: number
  readonly record: Recorder
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

interface Stage {
  readonly options: InterruptionsOptions
  readonly clones: Clones
  /** Nothing is ever interrupted here. */
  readonly reference: DatabaseAddress
  readonly until: number
  /** Where all pieces so far were interrupted and are done; null where there is none. */
  interrupted: DatabaseAddress | null
  told: number
}

/** Each piece is stopped once in each way at least, however long that takes: less would say nothing of it. */
const LEAST = 2
const RUNS_EACH = 2
const LIMIT_MS = 60 * 60_000
const SLOWER = 20
const LEAST_LIMIT_MS = 30_000
const PATIENCE_MS = 5_000

/**
 * Interrupts pieces at their statements' boundaries and within long statements, runs them again, and holds what comes of
 * it against an uninterrupted run. Resolves to the number of interruptions.
 */
export async function interruptPieces(options: InterruptionsOptions): Promise<number> {
  const { server, database, pieces, record, signal, budgetMs } = options
  record({ kind: 'interruptions.began', migrations: pieces.map(({ name }) => name) })
  await using clones = await openClones(server, database)
  const reference = await clones.make()
  const stage: Stage = { options, clones, reference, until: Date.now() + budgetMs, interrupted: null, told: 0 }
  for (const [at, piece] of pieces.entries()) {
    signal.throwIfAborted()
    options.progress(`interrupting ${piece.name}`)
    const startedAt = Date.now()
    const covered = await interruptPiece(stage, piece, at)
    // What fails by itself is other checks' news, and what comes after it would fail for want of it.
    if (covered === null) break
    const { name, direction } = piece
    record({ kind: 'interruptions.covered', name, direction, ...covered, durationMs: Date.now() - startedAt })
  }
  return stage.told
}

type Covered = Pick<EntryOf<'interruptions.covered'>, 'statements' | 'moments' | 'tried' | 'notApplicable'>

const OF_THE_SERVER = 'it changes what belongs to the whole server, of which there is no clone'

async function interruptPiece(stage: Stage, piece: Piece, at: number): Promise<Covered | null> {
  const { clones, reference } = stage
  stage.interrupted ??= await clones.make(reference)
  const first = await runUninterrupted(stage, piece)
  if (first === null) return null
  const { script } = first
  const moments = momentsOf(script)
  const covered = { statements: script.filter(({ index }) => index !== null).length, moments: moments.length }
  const clone = stage.interrupted
  stage.interrupted = null
  if (separationOf(script) !== 'apart') {
    await clones.drop(clone)
    return { ...covered, tried: 0, notApplicable: OF_THE_SERVER }
  }
  const told = stage.told
  stage.interrupted = await interruptFrom(stage, { ...first, piece, at, clone, moments })
  return { ...covered, tried: stage.told - told, notApplicable: null }
}

interface First {
  readonly script: Script
  readonly reference: Omit<Reference, 'again'>
  readonly invalidBefore: readonly string[]
  readonly tookMs: number
}

/** Brings the reference to the state after the piece; null where the piece fails without any interruption. */
async function runUninterrupted({ options, reference }: Stage, piece: Piece): Promise<First | null> {
  const before = await readMarks(reference)
  const invalidBefore = await invalidIndexes(reference)
  const startedAt = Date.now()
  const run = { signal: options.signal, limitMs: LIMIT_MS, patienceMs: PATIENCE_MS }
  const first = await runPiece(piece, reference, run)
  if (first.error !== null) return null
  const tookMs = Date.now() - startedAt
  const [catalog, after] = [await digestCatalog(reference), await readMarks(reference)]
  return {
    script: readScript(first, piece),
    reference: { address: reference, catalog, marked: { before, after } },
    invalidBefore,
    tookMs,
  }
}

interface Turn extends First {
  readonly piece: Piece
  readonly at: number
  readonly clone: DatabaseAddress
  readonly moments: ReturnType<typeof momentsOf>
}

async function interruptFrom(stage: Stage, turn: Turn): Promise<DatabaseAddress | null> {
  const { options, clones } = stage
  const { piece, script, at, tookMs, invalidBefore, clone, moments } = turn
  const { pieces, most, signal, record } = options
  const run = { signal, limitMs: Math.max(LEAST_LIMIT_MS, tookMs * SLOWER), patienceMs: PATIENCE_MS + tookMs }
  await using grounds = groundsFor({ clones, earlier: pieces.slice(0, at), piece, run })
  const share = (most - stage.told) / (pieces.length - at)
  // A run to the moment, and the end of the next one.
  const affordable = (stage.until - Date.now()) / (RUNS_EACH * Math.max(1, tookMs))
  const number = Math.max(LEAST, Math.floor(Math.min(share, affordable)))
  let tried = 0
  return await settle(
    {
      ...{ piece, script, run, take: grounds.take, give: grounds.give },
      reference: { ...turn.reference, again: grounds.again },
      mayGoOn: (pending) => tried + pending < LEAST || (Date.now() < stage.until && tried + pending < number),
      tell(stop, outcome) {
        tried++
        stage.told++
        record(factOf(stop, { piece, script, outcome, invalidBefore }))
      },
    },
    chooseMoments(moments, number),
    clone,
  )
}
