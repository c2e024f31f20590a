import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { describe } from '../errors.ts'

/** What pg's connection does besides what its types say. */
interface CopyConnection {
  readonly stream: Duplex
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** Runs COPY … FROM STDIN and sends the rows in the server's pace. A source that fails makes the COPY fail. */
export function copyIn(client: pg.Client, text: string, rows: AsyncIterable<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(text, (error) => (error === undefined || error === null ? resolve() : reject(error)))
    // pg calls this when the server asks for rows; its own answer is that there are none.
    Object.assign(query, { handleCopyInResponse: (connection: CopyConnection) => void send(connection, rows) })
    client.query(query)
  })
}

async function send(connection: CopyConnection, rows: AsyncIterable<string>): Promise<void> {
  try {
    for await (const chunk of rows) {
      connection.sendCopyFromChunk(Buffer.from(chunk))
      const { stream } = connection
      if (stream.writableNeedDrain && !stream.destroyed)
        await Promise.race([once(stream, 'drain'), once(stream, 'close')])
    }
    connection.endCopyFrom()
  } catch (error) {
    connection.sendCopyFail(describe(error))
  }
}
