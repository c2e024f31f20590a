// A program like the harness, to be killed: stages a copy under the id that it is given, says so, and waits.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStaging } from '../../../harness/staging/index.ts'
import { smallStage } from './description.ts'

const [, , runtime, id = 'none', folder = await mkdtemp(join(tmpdir(), 'fulldress-test-'))] = process.argv
const copy = await startStaging(runtime === 'containers' ? 'containers' : 'processes', {
  description: smallStage(),
  run: { id, pid: process.pid },
  folder,
  seed: 1,
  record: () => undefined,
  progress: () => undefined,
  signal: new AbortController().signal,
})
await copy.startServices()
process.stdout.write(`${copy.fronts.echo}\n`)
setInterval(() => undefined, 1000)
