import { few } from '../../checks/wording.ts'
import { durationSetting } from '../../companions/lock-timeout.ts'
import { settingsInForce } from '../../database/profile/settings.ts'
import { serverSettings } from '../../database/settings.ts'
import { formatSeconds } from '../../model/duration.ts'
import { prepareGround } from '../ground/prepare.ts'
import { openGround } from '../ground/server.ts'
import type { RunBy } from './migration.ts'
import { isExamined, type Programme } from './programme.ts'
import type { Company, LocksPlan } from './scene.ts'
import { performTurns } from './turns.ts'

/** Starts a server, applies the base, and examines the migrations in order, each on what the ones before it left. */
export async function examineAll(plan: LocksPlan, company: Company): Promise<void> {
  const { programme, options, label, folder } = plan
  const { journal, show, signal } = company
  const startedAt = Date.now()
  await using ground = await openGround(options, { run: label, folder, progress: show.progress, signal })
  journal.record({
    kind: 'locks.started',
    name: programme.name,
    run: label.id,
    runtime: ground.runtime,
    migrations: programme.turns.filter(isExamined).map(({ name }) => name),
    ...(programme.layout === null ? {} : { layout: `${programme.layout.tool}: ${programme.layout.because}` }),
    weaker: [...ground.weaker, ...leftAside(programme)],
  })
  const { profile } = plan
  await prepareGround(ground, { profile, base: options.base, progress: show.progress, signal })
  journal.record({ kind: 'stage.database', ...(await serverSettings(ground.address)), ...ground.origin })
  show.progress(`ready in ${formatSeconds(Date.now() - startedAt)}`)
  show.begin()
  await performTurns({ ...company, plan, ground, runBy: runByOf(plan, show.progress) })
}

function leftAside({ leftAside: files, layout }: Programme): readonly string[] {
  return files.length === 0
    ? []
    : [`left aside and not examined, the folder being taken for ${layout?.tool}: ${few(files)}`]
}

function runByOf({ options, profile, folder }: LocksPlan, progress: (line: string) => void): RunBy {
  const ofRole = profile === null ? undefined : settingsInForce(profile).lock_timeout
  const lockTimeoutMs = options.lockTimeout ?? (ofRole === undefined ? null : durationSetting(ofRole))
  return { lockTimeoutMs, direction: options.down === true ? 'down' : 'up', folder, progress }
}
