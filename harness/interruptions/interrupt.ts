import { setTimeout as sleep } from 'node:timers/promises'
import type { Boundary } from '../locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Moment } from './moments.ts'
import { startWriter, terminateBackend, type Writer } from './obstruct.ts'
import type { Piece } from './piece.ts'
import { type PieceRun, type RunOptions, runPiece } from './run-piece.ts'
import type { Script } from './script.ts'
import { seek } from './seek.ts'

export interface InterruptedRun extends PieceRun {
  /** null where the run ended, well or not, before the moment came. */
  readonly landed: Moment['when'] | null
}

/** How long a tool that was killed may take to be gone. */
const DEATH_MS = 10_000

interface Options extends RunOptions {
  readonly piece: Piece
  readonly clone: DatabaseAddress
  readonly script: Script
}

/** Runs a piece until the moment has come, and stops it there. Rejects only when aborted. */
export async function interruptAt(moment: Moment, options: Options): Promise<InterruptedRun> {
  const { piece, clone, script, signal } = options
  const killed = new AbortController()
  const over = Promise.withResolvers<void>()
  let landed: Moment['when'] | null = null
  const strike = async (boundary: Boundary, when: Moment['when']) => {
    if (landed !== null) return
    landed = when
    if (moment.way === 'terminate') return await terminateBackend(clone, boundary.pid)
    killed.abort()
    // Our own applier cannot die: it is cut off. A tool must be dead before anything more reaches it.
    if (piece.source === 'sql') boundary.cut()
    else await Promise.race([over.promise, sleep(DEATH_MS, undefined, { ref: false })])
  }
  await using within = createWithin({ moment, clone, signal, strike: (boundary) => strike(boundary, 'during') })
  const isTarget = seek(script, moment.statement)
  const run = await runPiece(
    { ...piece, run: (address, given) => piece.run(address, given).finally(() => over.resolve()) },
    clone,
    {
      ...options,
      killed: killed.signal,
      async onBoundary(boundary) {
        if (!isTarget(boundary)) return
        if (boundary.moment === 'begins') return moment.when === 'during' ? await within.begin(boundary) : undefined
        await within.end()
        if (boundary.failed) return
        // A statement that was over too soon for its middle is stopped at its end.
        if (boundary.moment === (moment.statement.heardAlone ? 'ended' : 'completed')) await strike(boundary, 'after')
      },
    },
  )
  return { ...run, landed }
}

interface Within extends AsyncDisposable {
  begin(boundary: Boundary): Promise<void>
  end(): Promise<void>
}

interface WithinOptions {
  readonly moment: Moment
  readonly clone: DatabaseAddress
  readonly signal: AbortSignal
  readonly strike: (boundary: Boundary) => Promise<void>
}

/** Finds the middle of a statement: where it waits for a writer, if it does so at all, else by the clock. */
function createWithin({ moment, clone, signal, strike }: WithinOptions): Within {
  const { durationMs, waitsAt } = moment.statement
  const over = new AbortController()
  let striking: Promise<void> = Promise.resolve()
  const middleOf = async (writer: Writer | null, { pid }: Boundary) => {
    const either = AbortSignal.any([signal, over.signal])
    if (writer === null) await sleep(durationMs / 2, undefined, { signal: either })
    else await writer.blocks(pid, either)
  }
  const end = async () => {
    over.abort()
    await striking
  }
  return {
    async begin(boundary) {
      const writer = waitsAt === null ? null : await startWriter(clone, waitsAt).catch(() => null)
      striking = middleOf(writer, boundary)
        .then(
          () => strike(boundary),
          // Over before its middle came.
          () => undefined,
        )
        .finally(() => writer?.[Symbol.asyncDispose]())
      striking.catch(() => undefined)
    },
    end,
    [Symbol.asyncDispose]: end,
  }
}
