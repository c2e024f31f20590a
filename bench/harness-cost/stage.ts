import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { connect } from '../../harness/database/session.ts'
import { applySql } from '../../harness/migrator/apply.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { readSpec } from '../../harness/spec/read.ts'
import { startStaging } from '../../harness/staging/index.ts'

export interface SampleStage extends AsyncDisposable {
  readonly address: DatabaseAddress
  /** Of the payments service's front. */
  readonly url: string
}

/** What would come and go by itself and fall into one run of a pair. */
const STEADY = { autovacuum: 'off', max_wal_size: '8GB', checkpoint_timeout: '1h' }

/** The sample as `npm start` has it before the upgrade: a million orders, payments 4.2 twice, stand-ins, in processes. */
export async function stageSample(signal: AbortSignal): Promise<SampleStage> {
  const spec = await readSpec(resolve('rehearsal.yaml'), process.env)
  const { database } = spec.stage
  await using started = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-cost-'))
  started.defer(() => rmSync(folder, { recursive: true, force: true }))
  const copy = started.use(
    await startStaging('processes', {
      description: { ...spec.stage, database: { ...database, settings: { ...database.settings, ...STEADY } } },
      run: { id: randomBytes(3).toString('hex'), pid: process.pid },
      folder,
      seed: 1,
      record: () => undefined,
      progress,
      signal,
    }),
  )
  const { files } = spec.seeding
  if (files === null) throw new Error('expected the sample to be seeded by SQL files, found none')
  await applySql({ address: copy.database, sql: files, root: dirname(spec.file), recordAs: null, progress, signal })
  {
    await using session = await connect(copy.database, 'bench')
    for (const statement of ['VACUUM ANALYZE', 'CHECKPOINT']) await session.run(statement)
  }
  await copy.startServices()
  const owned = started.move()
  return {
    address: copy.database,
    url: copy.fill(`\${service.payments.url}`),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`)
}
