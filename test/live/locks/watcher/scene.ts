import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../../../../harness/database/session.ts'
import { type LockWatcher, watchLocks } from '../../../../harness/locks/watcher/watcher.ts'
import type { Fact } from '../../../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'

export interface WatchedScene extends AsyncDisposable {
  readonly watcher: LockWatcher
  readonly folder: string
  readonly facts: readonly Fact[]
  of<K extends Fact['kind']>(kind: K): readonly Extract<Fact, { kind: K }>[]
  session(application: string): Promise<Session>
}

/** A watcher at work on a database, and sessions that end with it. */
export async function watchScene(address: DatabaseAddress): Promise<WatchedScene> {
  const folder = mkdtempSync(join(tmpdir(), 'test-locks-'))
  const facts: Fact[] = []
  const watcher = await watchLocks({
    address,
    folder,
    name: 'live',
    intervalMs: 10,
    record: (fact) => facts.push(fact),
  })
  const sessions: Session[] = []
  return {
    watcher,
    folder,
    facts,
    of: <K extends Fact['kind']>(kind: K) =>
      facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind),
    async session(application) {
      const session = await connect(address, application)
      sessions.push(session)
      return session
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) await session[Symbol.asyncDispose]()
      await watcher[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Long enough for the watcher to see what is so now, whatever else the machine does. */
export async function awhile(ms = 200): Promise<void> {
  await sleep(ms)
}
