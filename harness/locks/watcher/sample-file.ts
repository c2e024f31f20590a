import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SideFile } from '../../model/evidence.ts'
import type { Sample } from './sample.ts'

export interface SampleFile {
  /** Keeps a sample in which anybody waits or holds a strong lock; the others are only counted. */
  add(sample: Sample): void
  close(): SideFile
}

/** `<folder>/locks/<name>.jsonl`, one line per sample of interest; it comes into being with the first write. */
export function openSampleFile(folder: string, name: string): SampleFile {
  const file = join('locks', `${name}.jsonl`)
  let descriptor: number | null = null
  const hash = createHash('sha256')
  let lines: string[] = []
  const flush = () => {
    const text = lines.join('')
    lines = []
    hash.update(text)
    descriptor ??= open(join(folder, file))
    writeSync(descriptor, text)
  }
  return {
    add(sample) {
      if (sample.locks.length === 0) return
      lines.push(`${JSON.stringify(sample)}\n`)
      // One write per sample would cost more than the sample.
      if (lines.length >= 50) flush()
    },
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
