import { basename } from 'node:path'
import type { LaidOutMigration, Layout, Script } from './layout.ts'
import { byCodePoint, type Listing } from './listing.ts'
import { wholeFile } from './script.ts'
import { compareVersions } from './versions.ts'

const NAME = /^([VUR])([\d._]*)__(.+)\.sql$/

interface FlywayFile {
  readonly file: string
  readonly kind: string
  readonly version: string
  readonly description: string
}

/** https://documentation.red-gate.com/flyway/flyway-concepts/migrations: V in order of version, then R by description; U undoes. */
export const flyway: Layout = {
  tool: 'Flyway',
  looksFor: '`V1__name.sql`',
  recognise(listing) {
    const files = listing.files.flatMap((file) => {
      const [, kind = '', version = '', description = ''] = NAME.exec(basename(file)) ?? []
      return kind === '' || (kind === 'R') !== (version === '') ? [] : [{ file, kind, version, description }]
    })
    const versioned = files.filter(({ kind }) => kind === 'V').toSorted(byVersion)
    const repeatable = files.filter(({ kind }) => kind === 'R').toSorted(byDescription)
    if (versioned.length === 0) return null
    const undo = files.filter(({ kind }) => kind === 'U')
    const migrations = [...versioned, ...repeatable].map((one) => laidOut(listing, one, undo))
    return { tool: 'Flyway', because: `${versioned.length} named V…__….sql`, migrations }
  },
}

function laidOut(listing: Listing, { file, kind, version }: FlywayFile, undo: readonly FlywayFile[]): LaidOutMigration {
  const up = script(listing, file)
  const down = kind === 'V' ? undo.find((one) => compareVersions(one.version, version) === 0) : undefined
  return { name: up.file, up, down: down === undefined ? null : script(listing, down.file) }
}

/** A file of settings may stand beside it: https://documentation.red-gate.com/flyway/reference/script-configuration. */
function script(listing: Listing, file: string): Script {
  const settings = listing.files.includes(`${file}.conf`) ? listing.read(`${file}.conf`) : ''
  return wholeFile(listing, file, !/^\s*executeInTransaction\s*=\s*false\b/im.test(settings))
}

function byVersion(one: FlywayFile, other: FlywayFile): number {
  return compareVersions(one.version, other.version) || byCodePoint(one.file, other.file)
}

function byDescription(one: FlywayFile, other: FlywayFile): number {
  return byCodePoint(one.description, other.description)
}
