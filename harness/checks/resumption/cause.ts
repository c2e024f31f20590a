import { placeOf, shorten } from '../statement.ts'
import { gist } from '../steps-complete.ts'
import { few } from '../wording.ts'
import type { Interrupted } from './interrupted.ts'

export type { Interrupted }

const LONGEST_MENTION = 60

/** The same where the second run fails alike, or leaves alike what it should not. */
export function causeOf({ name, direction, error, differences }: Interrupted): string {
  if (error !== null)
    return JSON.stringify([name, direction, error.sqlstate, error.place, error.statement, error.message])
  return JSON.stringify([name, direction, differences])
}

/**
 * The tool's backend is still at work, and its lock keeps the second run out: nothing is to be repaired, and later, or
 * once that backend is ended, the run may succeed.
 */
export function isMereWaiting({ lingering, error }: Interrupted): boolean {
  return error !== null && lingering.length > 0
}

/** What came of the second run, after `stopped after statement 2 of 3, `. */
export function inWords(interrupted: Interrupted): string {
  const { again, error, differences, indexesInvalid } = interrupted
  if (error === null) {
    if (again === 'by-itself') return `it says that all went well, but ${few(differences, 3, '; ')}`
    const skipped = indexesInvalid.find((index) => differences.some((one) => namesIndex(one, index)))
    if (skipped !== undefined)
      return `it left the invalid index ${skipped}, which a second run takes for done: IF NOT EXISTS asks for its name only`
    return `a second run ends with something else than an uninterrupted one: ${few(differences, 3, '; ')}`
  }
  const said = `${gist(error.message)}${error.sqlstate === '' ? '' : ` (${error.sqlstate})`}`
  const [invalid] = indexesInvalid.filter((index) => error.message.includes(`"${unqualified(index)}"`))
  if (invalid !== undefined) return `it left the invalid index ${invalid}, at which a second run fails: ${said}`
  const [lingering] = interrupted.lingering
  if (lingering !== undefined) return `${stillHeld(lingering)}, and a second run fails: ${said}`
  return `a second run fails${whereOf(interrupted)}: ${said}${committedOf(interrupted)}`
}

function stillHeld({ pid, statement, advisory }: Interrupted['lingering'][number]): string {
  const lock = advisory.length === 0 ? 'its session is still there' : `the advisory lock ${advisory[0]} is still held`
  return `${lock} by pid ${pid}, which goes on with ${shorten(statement, LONGEST_MENTION)}`
}

function whereOf({ error, place }: Interrupted): string {
  if (error === null || error.statement === '') return ''
  if (error.place !== null && place?.line === error.place.line && place.file === error.place.file) return ''
  return ` at ${error.place === null ? shorten(error.statement, LONGEST_MENTION) : placeOf(error.place)}`
}

function committedOf({ error, committed, of }: Interrupted): string {
  const index = error?.index ?? null
  if (index === null || index > committed) return ''
  return `; statement ${index} of ${of} is committed and not repeatable`
}

function namesIndex(difference: string, index: string): boolean {
  return /^index /.test(difference) && difference.includes(unqualified(index))
}

function unqualified(name: string): string {
  return (name.split('.').at(-1) ?? name).replaceAll('"', '')
}

/** What to do, where more can be said than for all. */
export function remedyFor({ indexesInvalid, error, lingering }: Interrupted): string | undefined {
  if (error !== null && lingering.length > 0)
    return 'Before the second run, see in pg_stat_activity that the first one’s backend is gone, or end it with pg_terminate_backend; client_connection_check_interval lets the server notice a client that died.'
  if (indexesInvalid.length === 0) return undefined
  return 'Write DROP INDEX CONCURRENTLY IF EXISTS before it, in the same file, so that a second run begins anew: CREATE INDEX CONCURRENTLY that is stopped leaves its index behind, invalid, and IF NOT EXISTS would keep it.'
}
