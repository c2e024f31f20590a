import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from '../../harness/cache/cache.ts'
import { run } from '../../harness/process/run.ts'
import { definedEnv, pip } from '../clients/install.ts'

/** Another program's reader of our reports: a release from PyPI and a script that prints what it read as JSON. */
export interface Reader {
  readonly release: string
  readonly script: string
}

/** What the reader makes of a text; throws where it refuses it. */
export async function readBy({ release, script }: Reader, text: string): Promise<unknown> {
  const packages = await cached(`bench-reader-${release.replace('==', '-')}`, (folder) => pip([release], folder))
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-bar-'))
  try {
    const file = join(folder, 'report')
    writeFileSync(file, text)
    const env = { ...definedEnv(), PYTHONPATH: join(packages, 'lib'), PYTHONIOENCODING: 'utf-8' }
    const args = [join(import.meta.dirname, script), file]
    const { exitCode, stdout, tail } = await run('python3', args, { cwd: folder, env, timeoutMs: 60_000 })
    if (exitCode !== 0) throw new Error(`${release} could not read it: ${tail}`)
    return JSON.parse(stdout)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
