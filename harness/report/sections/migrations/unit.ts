import type { HeldUnderLoad } from '../../../checks/held-under-load.ts'
import type { Stair } from '../../../checks/stairs/stairway.ts'
import { type Examined, examinedIn } from '../../../checks/trials/examined.ts'
import { strongestOf, type Traced, type Watched, watchedOf } from '../../../checks/trials/statements-in-words.ts'
import { formatDuration } from '../../../model/duration.ts'
import { type Entry, entriesOf } from '../../../model/evidence.ts'

/** A migration as people count them: a file, or a tool's command, with all that was seen of it. */
export interface Unit {
  /** Its anchor. */
  readonly id: string
  readonly name: string
  readonly direction: 'up' | 'down'
  /** null where it was only tried up, down and up again. */
  readonly examined: { readonly migration: Examined; readonly watched: Watched } | null
  /** Of the run alone, in order. */
  readonly statements: readonly Traced[]
  readonly stair: Stair | null
  /** By `file:line`, what was held while clients were there. */
  readonly held: ReadonlyMap<string, HeldUnderLoad>
}

/** A step of many files is told file by file; stairs that no examined file belongs to follow. */
export function unitsOf(entries: readonly Entry[], held: Unit['held']): readonly Unit[] {
  const stairs = entriesOf(entries, 'stair.climbed')
  const examined = examinedIn(entries).flatMap((migration) => {
    const watched = watchedOf(migration)
    const files = Map.groupBy(ownStatements(watched), ({ place }) => place?.file ?? migration.name)
    const named = files.size === 0 ? [[migration.name, []] as const] : [...files]
    return named.map(([name, statements]) => ({ name, migration, watched, statements }))
  })
  const told = new Set<Stair>()
  const units = examined.map(({ name, migration, watched, statements }) => {
    const stair = stairs.find((one) => one.name === name || one.files.includes(name)) ?? null
    if (stair !== null) told.add(stair)
    return { name, direction: migration.fact.direction, examined: { migration, watched }, statements, stair }
  })
  const others = stairs
    .filter((stair) => !told.has(stair))
    .map((stair) => ({ name: stair.name, direction: 'up' as const, examined: null, statements: [], stair }))
  return [...units, ...others].map((unit, index) => ({ ...unit, id: `migration-${index + 1}`, held }))
}

/** Of files, what stands in them: the applier's own BEGIN, or its advisory lock, is nobody's migration. */
function ownStatements({ statements }: Watched): readonly Traced[] {
  if (statements.every(({ place }) => place === null)) return statements
  return statements.filter(({ place, locks }) => place !== null || strongestOf(locks) !== null)
}

/** What a statement of it held while clients were there; null where nothing in use was seen held. */
export function heldOf({ held }: Unit, { place }: Traced): HeldUnderLoad | null {
  return place === null ? null : (held.get(`${place.file}:${place.line}`) ?? null)
}

/** How long a lock was seen held; the watcher's one look at it lasts no time. */
export function heldInWords(ms: number): string {
  return ms < 1 ? 'seen once' : formatDuration(ms)
}
