import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SideFile } from '../../model/evidence.ts'

export interface SideLines {
  add(line: object): void
  count(): number
  close(): SideFile
}

/** `<folder>/locks/<name>.jsonl`; it comes into being with the first write. */
export function openSideLines(folder: string, name: string): SideLines {
  const file = join('locks', `${name}.jsonl`)
  let descriptor: number | null = null
  const hash = createHash('sha256')
  let lines: string[] = []
  let count = 0
  const flush = () => {
    const text = lines.join('')
    lines = []
    hash.update(text)
    descriptor ??= open(join(folder, file))
    writeSync(descriptor, text)
  }
  return {
    add(line) {
      count++
      lines.push(`${JSON.stringify(line)}\n`)
      // One write per line would cost more than the line.
      if (lines.length >= 50) flush()
    },
    count: () => count,
    close() {
      flush()
      if (descriptor !== null) closeSync(descriptor)
      return { file, sha256: hash.digest('hex') }
    },
  }
}

function open(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  return openSync(path, 'wx')
}
