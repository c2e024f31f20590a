import type { Clones } from '../companions/clones.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { Piece } from './piece.ts'
import { type RunOptions, runPiece } from './run-piece.ts'

/** Databases in the state before a piece, made when they are needed: where all goes well nobody needs any. */
export interface Grounds extends AsyncDisposable {
  take(): Promise<DatabaseAddress>
  give(clone: DatabaseAddress): Promise<void>
  /** One on which the piece ran, too, and was not interrupted. */
  again(): Promise<DatabaseAddress>
}

interface Needs {
  readonly clones: Clones
  /** All that come before. */
  readonly earlier: readonly Piece[]
  readonly piece: Piece
  readonly run: RunOptions
}

export function groundsFor({ clones, earlier, piece, run }: Needs): Grounds {
  const kept: DatabaseAddress[] = []
  const keep = async (of: DatabaseAddress | undefined, pieces: readonly Piece[]) => {
    const clone = await clones.make(of)
    kept.push(clone)
    for (const one of pieces) {
      const { error } = await runPiece(one, clone, run)
      if (error !== null) throw new Error(`${one.name} ran once, and not a second time: ${error.message}`)
    }
    return clone
  }
  let base: Promise<DatabaseAddress | undefined> | null = null
  let ran: Promise<DatabaseAddress> | null = null
  const before = () => (base ??= earlier.length === 0 ? Promise.resolve(undefined) : keep(undefined, earlier))
  return {
    take: async () => clones.make(await before()),
    give: (clone) => clones.drop(clone),
    again: () => (ran ??= before().then((of) => keep(of, [piece]))),
    async [Symbol.asyncDispose]() {
      for (const clone of kept) await clones.drop(clone)
    },
  }
}
