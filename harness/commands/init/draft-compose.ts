import type { Draft, DraftEntry } from '../../spec/write-spec.ts'
import type { FoundCompose } from './compose.ts'
import { draftVersions } from './draft-versions.ts'
import { entry, line, map, type Place, type StagedDraft, USUAL_MAJOR } from './drafting.ts'
import type { Project } from './project.ts'
import { healthPathOf } from './services.ts'
import { fromSpec } from './spelling.ts'

/** A compose file as the stage, with no more said of its services than the file cannot say. */
export function draftCompose({ files }: Project, compose: FoundCompose, { specFolder }: Place): StagedDraft {
  const { database, beside, services } = compose
  const names = services.map(({ name }) => name)
  const [front] = services
  // What the sources seem to answer is enough for a placeholder to ask, and too little to wait for.
  const healthPath = front?.healthPath ?? healthPathOf(files)
  const told = 'The file as it is; addresses in it stay valid. No port is published but by the harness, on 127.0.0.1.'
  const stage = map(
    entry('compose', wishOf(compose, fromSpec(specFolder, files, compose.file)), told),
    ...versionOf(compose),
    entry('services', map(...services.map(draftOne))),
  )
  return {
    front: { replaced: names, asked: front?.name ?? '', healthPath, standsIn: false },
    found: [
      `${compose.file}: PostgreSQL is ${database}; clients ask ${names.join(', ')}`,
      ...(beside.length > 0 ? [`beside them, as the file says: ${beside.join(', ')}`] : []),
    ],
    toSettle: compose.toSettle,
    entries: [entry('stage', stage)],
  }
}

/** The file alone where that will do. */
function wishOf({ named, database, without, ignore }: FoundCompose, file: string): Draft {
  const several = named ? [entry('database', database, 'Assumed of several: the one that is upgraded.')] : []
  const idle =
    'They take no part: they migrate or fill the database by themselves, are for people, or cannot be had on the stage.'
  const left = without.length > 0 ? [entry('without', { items: without }, idle)] : []
  const unknown = 'Keys that a rehearsal does not understand; it does without them.'
  const ignored = ignore.length > 0 ? [entry('ignore', { items: ignore }, unknown)] : []
  const more = [...several, ...left, ...ignored]
  return more.length === 0 ? file : map(entry('file', file), ...more)
}

function versionOf({ major }: FoundCompose): readonly DraftEntry[] {
  if (major !== null) return []
  return [
    entry(
      'database',
      line({ version: USUAL_MAJOR }),
      'Assumed, for its image does not tell: the version of PostgreSQL.',
    ),
  ]
}

function draftOne({ name, port, ports, healthPath }: FoundCompose['services'][number]): DraftEntry {
  return entry(
    name,
    map(
      ...(port === null ? [] : [entry('port', port, `Assumed of ${ports.join(', ')}: the port that clients ask.`)]),
      ...(healthPath === null ? [] : [entry('health', line({ path: healthPath }))]),
      ...draftVersions('next: { image: "shop/api:2" }'),
    ),
  )
}
