import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../harness/database/session.ts'
import { watchLocks } from '../../harness/locks/watcher/watcher.ts'
import { type EntryOf, entriesOf, type Fact } from '../../harness/model/evidence.ts'
import type { DatabaseDescription } from '../../harness/model/stage.ts'
import type { WaitRecord } from '../../harness/model/wait-record.ts'
import { startPostgres } from '../../harness/staging/postgres/server.ts'
import { type Compared, compareWaits, inventedIn } from './compare.ts'
import { deadlocksIn, LOG_LINE_PREFIX, waitsIn } from './server-log.ts'
import { contend } from './workload.ts'

export interface Measured {
  readonly compared: readonly Compared[]
  readonly records: readonly WaitRecord[]
  /** Recorded waits of 100 ms or more that the server's log does not know. */
  readonly invented: number
  readonly deadlocks: { readonly logged: number; readonly seen: number; readonly counted: number }
  readonly watched: Pick<
    EntryOf<'locks.watched'>,
    'samples' | 'gapCount' | 'longestGapMs' | 'cpuMs' | 'fromMs' | 'toMs'
  >
}

export interface WorkloadSize {
  readonly version: DatabaseDescription['version']
  readonly sessions: number
  readonly forMs: number
  readonly seed: number
  /** As which the watcher is told to look. */
  readonly act: 'steady' | 'upgrade'
}

const SETTINGS = { fsync: 'off', log_lock_waits: 'on', deadlock_timeout: '50ms', log_line_prefix: LOG_LINE_PREFIX }

/** Watches a random workload, and holds what was seen against the server's own log. */
export async function measureWaits({ version, act, ...size }: WorkloadSize): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-waits-'))
  chmodSync(folder, 0o755)
  const logFile = join(folder, 'postgres.log')
  const description: DatabaseDescription = {
    version,
    image: `postgres:${version}`,
    name: 'app',
    user: 'app',
    password: 'rehearsal',
    settings: SETTINGS,
  }
  const signal = new AbortController().signal
  const server = await startPostgres({ description, folder, logFile, marks: {}, progress: () => undefined, signal })
  try {
    const facts: Fact[] = []
    const watcher = await watchLocks({
      address: server.address,
      folder,
      name: 'bench',
      intervalMs: 10,
      record: (fact) => facts.push(fact),
    })
    await watcher.during(act)
    await contend({ address: server.address, ...size })
    // What the sessions counted reaches the server's statistics a moment after they end.
    await (await connect(server.address, 'bench'))[Symbol.asyncDispose]()
    await watcher.fold()
    await watcher[Symbol.asyncDispose]()
    return judge(facts, folder, readFileSync(logFile, 'utf8'))
  } finally {
    await server.running.stop(0)
    rmSync(folder, { recursive: true, force: true })
  }
}

function judge(facts: readonly Fact[], folder: string, log: string): Measured {
  const entries = facts.map((fact, at) => ({ seq: at + 1, at: '', ...fact }))
  const watched = entriesOf(entries, 'locks.watched').at(-1)
  if (watched?.waits === undefined) throw new Error('expected a record of waits, found none')
  const records = readFileSync(join(folder, watched.waits.file.file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WaitRecord)
  const logged = waitsIn(log)
  return {
    compared: compareWaits(
      logged.filter(({ ended }) => ended !== 'open'),
      records,
    ),
    records,
    invented: inventedIn(records, logged, 100),
    deadlocks: {
      logged: deadlocksIn(log),
      seen: entriesOf(entries, 'lock.deadlock').length,
      counted: watched.deadlocks ?? 0,
    },
    watched,
  }
}
