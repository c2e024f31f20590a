import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { SideFile } from '../model/evidence.ts'

/** A file of the run's folder, as facts name it. */
export async function sideFile(folder: string, file: string): Promise<SideFile> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(folder, file)), hash)
  return { file, sha256: hash.digest('hex') }
}
