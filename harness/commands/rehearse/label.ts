import { randomBytes } from 'node:crypto'
import type { RunLabel } from '../../staging/copy.ts'

/** A label for what one copy has on this machine. */
export function newLabel(): RunLabel {
  return { id: randomBytes(3).toString('hex'), pid: process.pid }
}
