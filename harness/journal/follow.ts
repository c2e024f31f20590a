import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Entry } from '../model/evidence.ts'

/** Reads a journal that another process is writing: each call gives the entries that came since the last one. */
export function followJournal(file: string): () => readonly Entry[] {
  let offset = 0
  return () => {
    const bytes = bytesFrom(file, offset)
    // Half a line waits for its rest; cut at a newline, no character is torn either.
    const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
    offset += whole.length
    const lines = whole.toString('utf8').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as Entry)
  }
}

function bytesFrom(file: string, offset: number): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0)
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - offset))
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset))
  } finally {
    closeSync(descriptor)
  }
}
