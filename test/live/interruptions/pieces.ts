import { once } from 'node:events'
import { connect } from '../../../harness/database/session.ts'
import { interruptPieces } from '../../../harness/interruptions/interrupt-pieces.ts'
import type { Piece } from '../../../harness/interruptions/piece.ts'
import { applyScripts } from '../../../harness/migrator/apply.ts'
import type { Fact } from '../../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { readyParser } from '../../../harness/sql/parse.ts'
import { placesOf } from '../../../harness/sql/places.ts'

/** A file of SQL, as our applier runs it. */
export function sqlPiece(file: string, text: string): Piece {
  return {
    ...{ name: file, source: 'sql', direction: 'up', places: placesOf([{ name: file, text }]) },
    run: (address, { signal }) =>
      applyScripts([{ file, text, transaction: true }], {
        ...{ address, lockTimeoutMs: null, timeoutMs: 60_000, progress: () => undefined, signal },
      }),
  }
}

/** A tool that runs statements one by one over a connection, and first asks of one whether it has anything to do. */
export function toolPiece(isDone: string, statements: readonly string[]): Piece {
  return {
    ...{ name: 'tool down', source: 'command', direction: 'down', places: () => null },
    async run(address, { killed }) {
      await using session = await connect(address, 'tool')
      const [{ done } = { done: false }] = await session.query<{ done: boolean }>(`SELECT ${isDone} AS done`)
      if (done) throw new Error('the migration was not run')
      for (const statement of statements) {
        await Promise.race([session.run(statement), once(killed, 'abort')])
        if (killed.aborted) throw new Error('killed')
      }
    },
  }
}

/** Interrupts pieces on clones of a database that is filled first, and returns what was recorded. */
export async function interrupted(
  address: DatabaseAddress,
  base: string,
  pieces: () => readonly Piece[],
): Promise<readonly Fact[]> {
  await readyParser()
  {
    await using session = await connect(address, 'test')
    await session.run(base)
  }
  const facts: Fact[] = []
  await interruptPieces({
    ...{ server: { ...address, database: 'postgres' }, database: address.database, pieces: pieces() },
    ...{ most: 24, budgetMs: 120_000, signal: new AbortController().signal },
    record: (fact) => void facts.push(fact),
    progress: () => undefined,
  })
  return facts
}
