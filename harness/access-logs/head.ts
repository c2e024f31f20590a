const ENOUGH_BYTES = 256 * 1024
const ENOUGH_LINES = 200

/** The beginning of a log, for a look at its format, and all of it to be read after that. */
export interface Head {
  readonly text: string
  /** Whole lines that are not empty, 200 at most. */
  readonly lines: readonly string[]
  /** From the first byte on. */
  readonly chunks: AsyncIterable<Buffer>
}

export async function headOf(input: AsyncIterable<Buffer>): Promise<Head> {
  const iterator = input[Symbol.asyncIterator]()
  const chunks: Buffer[] = []
  let bytes = 0
  let ended = false
  while (bytes < ENOUGH_BYTES && !ended) {
    const { value, done = false } = await iterator.next()
    ended = done
    if (!done) {
      chunks.push(value)
      bytes += value.length
    }
  }
  const text = Buffer.concat(chunks).toString('utf8', 0, ENOUGH_BYTES)
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  // The last one may be cut off, but a log of one line need not end it.
  if (!ended) lines.pop()
  return {
    text,
    lines: lines.filter((line) => line.trim() !== '').slice(0, ENOUGH_LINES),
    chunks: all(chunks, iterator),
  }
}

async function* all(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks
  for (;;) {
    const { value, done = false } = await rest.next()
    if (done) return
    yield value
  }
}
