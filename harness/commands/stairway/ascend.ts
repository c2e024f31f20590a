import { few } from '../../checks/wording.ts'
import type { ProductionProfile } from '../../database/profile/profile.ts'
import { serverSettings } from '../../database/settings.ts'
import { RehearsalError } from '../../errors.ts'
import type { Journal } from '../../journal/journal.ts'
import { formatSeconds } from '../../model/duration.ts'
import type { Recorder } from '../../model/evidence.ts'
import { climb } from '../../stairway/climb.ts'
import { descend } from '../../stairway/direct.ts'
import { needsEarlier } from '../ground/earlier.ts'
import { prepareGround } from '../ground/prepare.ts'
import { type Ground, openGround } from '../ground/server.ts'
import type { StairwayPlan } from './plan.ts'
import type { Stairs } from './stairs.ts'

export interface Company {
  readonly journal: Journal
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** Stop by stop it would cost a digest of every table; each migration tried by itself shows what it does to rows. */
const ROWS_UNSEEN =
  'rows were not compared: --direct looks at the schema alone, without it each migration’s rows are compared'

/** Starts a server, applies the base, and climbs, each stair on a copy of what those before it left. */
export async function ascend(plan: StairwayPlan, { journal, progress, signal }: Company): Promise<void> {
  const { stairs, options, label, folder, profile } = plan
  const startedAt = Date.now()
  const wish = { ...options, postgres: options.postgres ?? versionOf(profile) }
  await using ground = await openGround(wish, { run: label, folder, progress, signal })
  journal.record({
    kind: 'stairway.started',
    in: 'stairway',
    name: stairs.name,
    run: label.id,
    runtime: ground.runtime,
    ...(options.direct === true ? { stairs: [], direct: true as const } : { stairs: stairs.names ?? [] }),
    ...(stairs.layout === null ? {} : { layout: `${stairs.layout.tool}: ${stairs.layout.because}` }),
    weaker: [
      ...ground.weaker,
      ...(options.direct === true ? [ROWS_UNSEEN] : []),
      ...leftAside(stairs),
      ...withoutTransaction(stairs),
    ],
  })
  await prepareGround(ground, { profile, base: options.base, progress, signal })
  journal.record({ kind: 'stage.database', ...(await serverSettings(ground.address)), ...ground.origin })
  progress(`ready in ${formatSeconds(Date.now() - startedAt)}`)
  await climbOn(plan, ground, { journal, progress, signal })
}

/** Stairs of which one needs the base while the one before it is tried a second time. */
const AT_ONCE = 2

async function climbOn({ stairs, options, folder }: StairwayPlan, ground: Ground, company: Company): Promise<void> {
  const { journal, progress, signal } = company
  const lockTimeoutMs = options.lockTimeout ?? null
  const { first } = stairs
  const based = options.base !== undefined
  const earlier = first === null || (await needsEarlier(first, ground.address, { based, lockTimeoutMs, signal }))
  if (!earlier) progress(`${first?.file} needs no more than --base: what stands before it was not applied`)
  const list = stairs.list({ lockTimeoutMs, folder, progress: () => undefined, earlier })
  const record: Recorder = (fact) => void journal.record(fact)
  const shared = { untilIdle: options.up !== undefined, record, progress, signal }
  if (options.direct === true) return await descend(list, ground.address, shared)
  const { climbed } = await climb(list, ground.address, {
    ...{ ...shared, rows: options.rows, atOnce: AT_ONCE },
    ...(options.history === undefined ? {} : { history: options.history }),
    // A scratch server goes with all that is on it.
    spareGround: options.database === undefined,
  })
  if (climbed === 0 && options.up !== undefined) throw silent(options.up)
}

/** A tool that was configured for another database would be praised for what it never did to ours. */
function silent(command: string): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected \`${command}\` to change the database at DATABASE_URL, found it as it was`,
    'let the command take its database from DATABASE_URL, or from PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE',
  )
}

function withoutTransaction({ unwrapped }: Stairs): readonly string[] {
  return unwrapped.length === 0
    ? []
    : [
        `statement by statement, for no transaction admits theirs: ${few(unwrapped)}; a tool that wraps each file fails there`,
      ]
}

function leftAside({ leftAside: files, layout }: Stairs): readonly string[] {
  return files.length === 0
    ? []
    : [`left aside and not tried, the folder being taken for ${layout?.tool}: ${few(files)}`]
}

/** Production's own, where a scratch server of it can be had. */
function versionOf(profile: ProductionProfile | null): 16 | 17 | 18 {
  const major = Number.parseInt(profile?.version ?? '', 10)
  return major === 16 || major === 18 ? major : 17
}
