import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, RehearsalError } from '../../errors.ts'
import { type Complaint, spellPath } from '../complaint.ts'
import { readDialect, type SpecDocument } from '../document.ts'
import { isThere, type Part, under } from '../part.ts'
import { type ComposeCast, castOf } from './cast.ts'
import { judgeFileKeys } from './keys.ts'
import { NOTES, type NoteSort, type Reading } from './reading.ts'
import { fillVariables, readVariables, type Variables } from './variables.ts'
import type { Wish } from './wish.ts'

/** What a compose file says, for those of its services that take part. */
export interface ComposeFile extends ComposeCast {
  /** Absolute. */
  readonly file: string
  /** What is different on the stage, a sentence each. */
  readonly notes: readonly string[]
  readonly complaints: readonly Complaint[]
  readonly position: SpecDocument['position']
  /** Keys that were complained of. */
  readonly unknownKeys: readonly string[]
  /** It is no YAML, so nothing of it was read. */
  readonly isBroken: boolean
}

/**
 * Reads a compose file as the wish says, with `.env` beside it. Complains of all that is not understood, and reads the
 * rest all the same. Rejects only where there is nothing to read (`spec-unreadable`).
 */
export function readComposeFile(file: string, wish: Wish, env: NodeJS.ProcessEnv): ComposeFile {
  const text = readText(file)
  const notes = new Map<NoteSort, Set<string>>()
  const note = (sort: NoteSort, about: string) => {
    notes.set(sort, (notes.get(sort) ?? new Set()).add(about))
  }
  const variables = variablesOf(dirname(file), env, note)
  const unset = (name: string) => note('unset', `variable ${name}`)
  const document = readDialect(text, {
    fill: (source, { complain }) => fillVariables(source, variables, { complain, unset }),
    isText: () => true,
    merges: true,
  })
  const complaints: Complaint[] = []
  const reading: Reading = {
    folder: dirname(file),
    variables,
    ignored: new Set(wish.ignore),
    unknownKeys: new Set(),
    ...complainers(document, complaints),
    note,
  }
  const isBroken = document.data === undefined
  const root: Part = { path: [], value: document.data ?? {} }
  judgeFileKeys(root, reading)
  for (const name of OVERRIDES) if (existsSync(join(dirname(file), name))) note('override', name)
  if (isThere(under(root, 'version'))) note('obsolete', 'version')
  const cast = castOf(root, wish, reading)
  if (isBroken) complaints.length = 0
  const ofOthers = ({ path: [first, name] }: Complaint) =>
    first === 'services' && name !== undefined && !cast.takesPart(name)
  const relevant = document.complaints.filter((complaint) => !ofOthers(complaint))
  return {
    ...cast,
    file,
    isBroken,
    notes: [...notes].map(([sort, about]) => `${basename(file)}: ${[...about].join(', ')}: ${NOTES[sort]}`),
    complaints: [...relevant, ...complaints],
    position: document.position,
    unknownKeys: [...reading.unknownKeys],
  }
}

/** What compose itself would read beside the file that is named. */
const OVERRIDES = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new RehearsalError(
      'spec-unreadable',
      `expected a compose file at ${file}, found none that can be read (${describe(error)})`,
      'name it in stage.compose, relative to the spec',
      error,
    )
  }
}

/** The operator's own variables go before those of `.env`, as they do for compose. */
function variablesOf(folder: string, env: NodeJS.ProcessEnv, note: Reading['note']): Variables {
  const file = join(folder, '.env')
  if (!existsSync(file)) return env
  const complain = () => undefined
  const unset = (name: string) => note('unset', `variable ${name}`)
  return { ...readVariables(readFileSync(file, 'utf8'), env, { complain, unset }), ...env }
}

function complainers({ places }: SpecDocument, complaints: Complaint[]): Pick<Reading, 'complain' | 'complainOfKey'> {
  const placeOf = ({ path }: Part) => places.get(spellPath(path))
  const parentOf = ({ path }: Part) => places.get(spellPath(path.slice(0, -1)))
  return {
    complain(part, expected, found) {
      const place = placeOf(part)
      const offset = place?.valueOffset ?? parentOf(part)?.keyOffset ?? 0
      complaints.push({ path: part.path, offset, expected, found: found ?? place?.found ?? 'nothing' })
    },
    complainOfKey(part, expected, found) {
      const offset = placeOf(part)?.keyOffset ?? 0
      complaints.push({ path: part.path, offset, expected, found })
    },
  }
}
