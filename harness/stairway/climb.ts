import { asCopied } from '../database/catalog/server-wide.ts'
import type { Catalog } from '../database/catalog.ts'
import { describe } from '../errors.ts'
import type { Guilty, StairVerdict } from '../model/facts-of-stairway.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type Tried, tryAlone } from './alone.ts'
import type { Notes } from './attempt.ts'
import { blame } from './blame.ts'
import { isCollision, roleNeededElsewhere } from './collision.ts'
import type { Begun } from './finish-stair.ts'
import { type Inhabitants, inhabitantsOf } from './inhabitants.ts'
import { openSite, type Site } from './site.ts'
import type { ClimbOptions, Stair } from './stair.ts'
import { tryStair } from './try-stair.ts'
import { verdictOf } from './verdict.ts'

/** How far it went. */
export interface Climb {
  readonly climbed: number
  /** Why stairs were left out; null where all were climbed. */
  readonly stopped: string | null
}

/**
 * Tries stairs one after another, each on a copy of what those before it left: up, down, compared, up again. Nobody may
 * be connected to the ground, which stays as it is. Records `stair.climbed` for each, in order, and `stairway.ended`.
 * Rejects when aborted or where the server is lost; whatever was made on it is gone by then.
 */
export async function climb(stairs: Iterable<Stair>, ground: DatabaseAddress, options: ClimbOptions): Promise<Climb> {
  const startedAt = Date.now()
  await using site = await openSite(ground)
  await using finishing = new Finishing(options.atOnce)
  const outcome = await climbAll(stairs, { site, finishing, options, inhabitants: inhabitantsOf(site, options) })
  await finishing.all()
  options.record({ kind: 'stairway.ended', durationMs: Date.now() - startedAt, ...outcome })
  return outcome
}

interface Stage {
  readonly site: Site
  readonly finishing: Finishing
  readonly options: ClimbOptions
  readonly inhabitants: Inhabitants
}

async function climbAll(stairs: Iterable<Stair>, stage: Stage): Promise<Climb> {
  const { options, site, finishing, inhabitants } = stage
  const { deadline = Number.POSITIVE_INFINITY, untilIdle = false, signal } = options
  let climbed = 0
  const unproved: string[] = []
  const ended = (reason: string | null): Climb => {
    const reasons = [...unproved, ...(reason === null ? [] : [reason])]
    return { climbed, stopped: reasons.length === 0 ? null : reasons.join('; ') }
  }
  // The base is still below this one.
  let below: Stair | null = null
  let expected: Catalog | null = null
  for (const given of stairs) {
    const stair: Stair = { ...given, up: site.ending(given.up), down: given.down && site.ending(given.down) }
    signal.throwIfAborted()
    if (Date.now() > deadline) return ended(`the time for it was over before ${stair.name}`)
    const refusal: string | null = below === null ? null : await advance(site, below, signal)
    if (refusal !== null) return ended(refusal)
    below = stair
    if (stair.passing) {
      expected = null
      continue
    }
    await finishing.room()
    options.progress(`${stair.name}: up${stair.down === null ? ', and no way down' : ', down, up'}`)
    await inhabitants.settle()
    const begun = await tryInhabited(stair, stage, expected)
    if (begun.unproved !== undefined) {
      unproved.push(begun.unproved)
      if (!begun.succeeded) return ended(null)
    }
    expected = begun.upgraded && asCopied(begun.upgraded)
    if (begun.succeeded) below = null
    if (begun.idle && untilIdle) return ended(null)
    if (begun.unproved !== undefined) continue
    climbed += 1
    const guilty = await guiltyOf(stair, begun.notes, stage)
    finishing.add(begun, record({ ...stair, ...guilty }, climbed, begun.notes, stage))
    const [error] = begun.notes.seen.errors
    if (error?.when === 'up') return ended(`${stair.name} fails on its way up`)
  }
  return ended(null)
}

/**
 * Rows that we made up prove nothing about production's: where a way up refuses them, it goes without. Neither does what
 * only our own copies bring about: then it goes alone.
 */
async function tryInhabited(
  stair: Stair,
  { site, options, inhabitants, finishing }: Stage,
  expected: Catalog | null,
): Promise<Tried> {
  const { made } = inhabitants
  for (;;) {
    const beside = finishing.underWay
    let begun: Tried = await tryStair(stair, site, { options, made, expected })
    const [error] = begun.notes.seen.errors
    const role = error === undefined ? null : roleNeededElsewhere(begun.notes.failure)
    const collided = beside && error !== undefined && isCollision(error) && !begun.succeeded
    if (role !== null || collided) await finishing.all()
    if (collided) continue
    if (role !== null) begun = await tryAlone(stair, site, { role, options, made })
    const refused = begun.notes.seen.errors[0]?.when === 'up'
    if (refused && (await inhabitants.yield(begun.notes))) continue
    inhabitants.tell(begun.notes)
    return begun
  }
}

const UNRESTORED: readonly StairVerdict[] = ['down-fails', 'down-empty', 'schema-differs', 'rows-lost']

/** The migration of a group that is to blame is what people open; others are named beside it. */
async function guiltyOf(
  { name, steps }: Stair,
  { seen }: Notes,
  { site, options: { progress, signal } }: Stage,
): Promise<{ readonly subject?: string; readonly guilty?: readonly Guilty[] }> {
  if (steps === undefined || !UNRESTORED.includes(verdictOf(seen))) return {}
  const tables = seen.rows.map(({ table }) => table)
  progress(`${name}: does not restore; searching for the migration to blame`)
  const guilty = await blame(steps, site.base(), { tables, progress, signal })
  const [first] = guilty
  return first === undefined ? {} : { subject: first.subject, guilty }
}

/** Why the base could not be brought one stair up, where that is so. */
async function advance(site: Site, stair: Stair, signal: AbortSignal): Promise<string | null> {
  try {
    await site.change((address) => stair.up(address, { signal }))
    return null
  } catch (error) {
    signal.throwIfAborted()
    return `${stair.name} went up once and not a second time, on another copy: ${describe(error)}`
  }
}

interface Told extends Stair {
  readonly guilty?: readonly Guilty[]
}

function record(stair: Told, number: number, notes: Notes, { options, inhabitants }: Stage): () => void {
  const { name, subject, files, irreversible, guilty, atOnce = () => [] } = stair
  const populated = notes.touched.filter(inhabitants.made)
  return () => {
    const { schema, columnOrder, rows, sequences, again, errors } = notes.seen
    const { touched, unanswered, times } = notes
    const together = atOnce().map((words) => `${words}: what one of them leaves and another takes back is not seen`)
    const untested = [...notes.untested, ...together]
    options.record({
      kind: 'stair.climbed',
      ...{ stair: number, name, subject, files, verdict: verdictOf(notes.seen) },
      ...(irreversible === undefined ? {} : { irreversible }),
      ...(guilty === undefined ? {} : { guilty }),
      ...(sequences.length === 0 ? {} : { sequences }),
      ...(unanswered.length === 0 ? {} : { unanswered }),
      ...{ schema, columnOrder, rows, again, errors, touched, populated, untested, times },
    })
  }
}

/** Stairs that need the base no longer, each still on a copy of its own; told in order. */
class Finishing implements AsyncDisposable {
  readonly #atOnce: number
  #underWay: Promise<void>[] = []

  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  /** Whether a stair is still tried beside the next one. */
  get underWay(): boolean {
    return this.#underWay.length > 0
  }

  /** Resolves once another one may be begun. */
  async room(): Promise<void> {
    while (this.#underWay.length >= this.#atOnce) await this.#underWay.shift()
  }

  add({ finish }: Begun, tell: () => void): void {
    const before = this.#underWay.at(-1) ?? Promise.resolve()
    const own = finish()
    const told = Promise.all([before, own]).then(tell)
    // Whoever waits for it hears of a failure; until then it is nobody's unhandled rejection.
    told.catch(() => undefined)
    this.#underWay.push(told)
  }

  async all(): Promise<void> {
    while (this.#underWay.length > 0) await this.#underWay.shift()
  }

  /** Copies must not be dropped under those who still work on them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }
}
