import { existsSync, readFileSync } from 'node:fs'
import type { Call } from '../../partners/call.ts'

/** The calls of a stand-in's file so far; half a line at the end is still being written. */
export function readCalls(file: string): readonly Call[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Call)
}
