import { dirname } from 'node:path'
import { readProfile } from '../database/profile/read.ts'
import { giveSettings } from '../database/profile/settings.ts'
import { describe, RehearsalError } from '../errors.ts'
import { applySql } from '../migrator/apply.ts'
import { onStage, type Scene } from './scene.ts'
import { runCommand } from './steps.ts'

type Staged = Pick<Scene, 'plan' | 'copy' | 'progress'>

/** Gives the copy production's settings and the data set of the old version. Rejects with `seed-failed`. */
export async function loadData(scene: Staged, signal: AbortSignal): Promise<void> {
  await settle(scene)
  await fill(scene, signal)
}

/** The same ALTER may be instant under one TimeZone and rewrite the table under another. */
async function settle({ plan, copy, progress }: Staged): Promise<void> {
  if (plan.probing.profile === null || copy === undefined) return
  const given = await giveSettings(copy.database, readProfile(plan.probing.profile))
  const words = Object.entries(given).map(([name, value]) => `${name} ${value}`)
  progress(`production's settings: ${words.join(', ') || 'none'}`)
}

async function fill(scene: Staged, signal: AbortSignal): Promise<void> {
  const { files, commands } = scene.plan.seeding
  const address = onStage(scene, 'copy').database
  try {
    const root = dirname(scene.plan.spec)
    if (files !== null) await applySql({ address, sql: files, root, recordAs: null, progress: scene.progress, signal })
    for (const [index, command] of commands.entries()) await runCommand(scene, command, `seed-${index + 1}`, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw new RehearsalError(
      'seed-failed',
      `expected the data set of the old version to load, found: ${describe(error)}`,
      'mend the file or command under `seed`; nothing was upgraded yet',
      error,
    )
  }
}
