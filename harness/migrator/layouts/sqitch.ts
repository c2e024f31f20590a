import { join } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import type { LaidOutMigration, Layout, Script } from './layout.ts'
import type { Listing } from './listing.ts'
import { wholeFile } from './script.ts'

const PLAN = 'sqitch.plan'

interface Change {
  readonly name: string
  /** Tags between this change and the one that reworks it; empty where none does. */
  readonly reworkedAfter: readonly string[]
}

/** https://sqitch.org/docs/manual/sqitchtutorial/: the plan holds the order; psql runs deploy/ and revert/ as they are. */
export const sqitch: Layout = {
  tool: 'Sqitch',
  looksFor: `\`${PLAN}\``,
  recognise(listing) {
    if (!listing.files.includes(PLAN)) return null
    const top = topFolder(listing)
    const migrations = changesOf(listing.read(PLAN)).map((change) => laidOut(listing, change, top))
    return { tool: 'Sqitch', because: PLAN, migrations }
  },
}

function laidOut(listing: Listing, change: Change, top: string): LaidOutMigration {
  const up = script(listing, change, `${top}deploy`)
  if (up !== null) return { name: up.file, up, down: script(listing, change, `${top}revert`) }
  throw new RehearsalError(
    'file-missing',
    `expected ${top}deploy/${change.name}.sql, for ${join(listing.path, PLAN)} names it, found none`,
    'commit the script with the plan',
  )
}

/** psql commits each statement by itself; Sqitch's own scripts say BEGIN and COMMIT. */
function script(listing: Listing, { name, reworkedAfter }: Change, folder: string): Script | null {
  const names = [...reworkedAfter.map((tag) => `${folder}/${name}@${tag}.sql`), `${folder}/${name}.sql`]
  const file = names.find((one) => listing.files.includes(one))
  return file === undefined ? null : wholeFile(listing, file, false)
}

function changesOf(plan: string): readonly Change[] {
  const lines = plan.split('\n').map((line) => line.trim())
  const named = lines.flatMap((line, at) => {
    const name = /^[+]?\s*([^\s@%#+-][^\s]*)\s/.exec(`${line} `)?.[1]
    return name === undefined ? [] : [{ name, at }]
  })
  return named.map(({ name, at }, index) => {
    const rework = named.find((other, later) => later > index && other.name === name)
    const between = rework === undefined ? [] : lines.slice(at, rework.at)
    return { name, reworkedAfter: between.flatMap((line) => /^@(\S+)/.exec(line)?.[1] ?? []) }
  })
}

/** `top_dir` of sqitch.conf, with a slash; empty where the scripts lie beside the plan. */
function topFolder(listing: Listing): string {
  const settings = listing.files.includes('sqitch.conf') ? listing.read('sqitch.conf') : ''
  const top = /^\s*top_dir\s*=\s*(.+?)\s*$/m.exec(settings)?.[1] ?? '.'
  // A plan that lies inside of the top folder has its scripts beside it.
  return top === '.' || !listing.files.some((file) => file.startsWith(`${top}/deploy/`)) ? '' : `${top}/`
}
