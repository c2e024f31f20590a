import type { Duplex } from 'node:stream'

/** Where bytes leave for one side. A side that is gone swallows them: the other one has to be served to its end. */
export interface Outlet {
  push(bytes: Buffer): void
  /** Sends what was pushed; a promise where the other side has to catch up first. */
  flush(): Promise<void> | undefined
}

export function createOutlet(stream: Duplex): Outlet {
  let waiting: Buffer[] = []
  return {
    push(bytes) {
      const last = waiting.at(-1)
      // Messages of one chunk lie side by side: bulk data goes on in the pieces in which it came.
      if (last && last.buffer === bytes.buffer && last.byteOffset + last.length === bytes.byteOffset)
        waiting[waiting.length - 1] = Buffer.from(last.buffer, last.byteOffset, last.length + bytes.length)
      else waiting.push(bytes)
    },
    flush() {
      if (waiting.length === 0) return undefined
      const [first, ...more] = waiting
      waiting = []
      if (first === undefined || stream.destroyed || stream.writableEnded) return undefined
      return stream.write(more.length === 0 ? first : Buffer.concat([first, ...more])) ? undefined : drained(stream)
    },
  }
}

function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done)
      resolve()
    }
    stream.on('drain', done).on('close', done)
    if (stream.destroyed || !stream.writableNeedDrain) done()
  })
}
