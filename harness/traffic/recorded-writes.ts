import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { RecordedWrite } from './acknowledged.ts'

/** Reads what a run recorded, write by write. Half a line at the end belongs to a write that is still on its way. */
export async function* recordedWrites(file: string): AsyncGenerator<RecordedWrite> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const write = parsed(line)
    if (write !== null) yield write
  }
}

function parsed(line: string): RecordedWrite | null {
  try {
    return JSON.parse(line) as RecordedWrite
  } catch {
    return null
  }
}
