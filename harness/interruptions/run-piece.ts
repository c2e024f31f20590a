import { describe } from '../errors.ts'
import { type Boundary, startTracing, type TracedStatement } from '../locks/proxy/proxy.ts'
import type { RerunError } from '../model/facts-of-interruptions.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { maskLiterals } from '../sql/mask.ts'
import { type Aftermath, awaitBackends } from './aftermath.ts'
import type { Piece } from './piece.ts'
import { keyOf, type Script } from './script.ts'

export interface RunOptions {
  readonly signal: AbortSignal
  /** A run that takes longer is ended, and has failed. */
  readonly limitMs: number
  /** How long its backends may go on without it. */
  readonly patienceMs: number
  readonly killed?: AbortSignal
  readonly onBoundary?: (boundary: Boundary) => Promise<void>
  /** Of the first run, so that an error is known by its statement's number. */
  readonly script?: Script
}

export interface PieceRun extends Aftermath {
  readonly statements: readonly TracedStatement[]
  readonly heardAlone: ReadonlySet<string>
  readonly error: RerunError | null
}

/** Runs a piece through the tracing proxy, and waits for its backends to be gone. Rejects only when aborted. */
export async function runPiece(piece: Piece, address: DatabaseAddress, options: RunOptions): Promise<PieceRun> {
  const { signal, limitMs, patienceMs, onBoundary } = options
  const statements: TracedStatement[] = []
  const heardAlone = new Set<string>()
  const pids = new Set<number>()
  await using proxy = await startTracing({
    server: address,
    onStatement: (statement) => void statements.push(statement),
    onTransaction: () => undefined,
    onTrouble: () => undefined,
    async onBoundary(boundary) {
      pids.add(boundary.pid)
      if (boundary.moment === 'ended') heardAlone.add(keyOf(boundary))
      await onBoundary?.(boundary)
    },
  })
  const limit = AbortSignal.timeout(limitMs)
  const killed = options.killed ?? new AbortController().signal
  const failure = await piece.run(proxy.address, { signal: AbortSignal.any([signal, limit]), killed }).then(
    () => null,
    (error: unknown) => ({ error }),
  )
  signal.throwIfAborted()
  // As long as they work, the proxy must stay: they would take its end for their client's.
  const aftermath = await awaitBackends(address, [...pids], { patienceMs, signal })
  await proxy.settled()
  statements.sort((one, other) => one.startedAt - other.startedAt)
  const error = failure === null ? null : tell(failure.error, { piece, statements, script: options.script ?? [] })
  return { statements, heardAlone, error, ...aftermath }
}

interface Heard {
  readonly piece: Piece
  readonly statements: readonly TracedStatement[]
  readonly script: Script
}

/** Tools say in words of their own what the server refused, or do not; the proxy has heard it. */
function tell(error: unknown, { piece, statements, script }: Heard): RerunError {
  const failed = statements.findLast((statement) => statement.error !== null)
  if (!failed?.error) return { sqlstate: '', message: describe(error), place: null, statement: '', index: null }
  const masked = maskLiterals(failed.sql)
  const known = script.find((one) => one.masked === masked)
  return { ...failed.error, place: piece.places(failed.sql), statement: masked, index: known?.index ?? null }
}
