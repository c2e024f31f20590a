import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Expectation } from '../../model/facts-of-migrations.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { countsOf } from './counted.ts'
import { beside } from './due.ts'
import type { Examined } from './examined.ts'
import { giveUpsOf } from './give-up.ts'
import { stalled, stallsOf } from './stall.ts'
import { type Statement, samePlace, strengthOf, type Transaction, tracedIn } from './traced.ts'
import { workIn } from './work.ts'

/** What the trace says of a scanner's expectation. */
export interface Confirmation {
  readonly answer: 'confirmed' | 'refuted' | 'neither'
  /** What was seen, or why nothing could be: a clause. */
  readonly because: string
  /** Traces of the place. */
  readonly statements: readonly Statement[]
}

type Found = EntryOf<'scanner.found'>
type Verdict = Omit<Confirmation, 'statements'>

/** Holds a scanner's finding against what happened at its place when the migration ran alone, and beside others. */
export function confirm(examined: Examined, found: Found): Confirmation {
  const ran = tracedIn(examined.alone).flatMap((transaction) => {
    const statements = transaction.statements.filter((one) => isMeant(one, found))
    return statements.length === 0 ? [] : [{ transaction, statements }]
  })
  const statements = ran.flatMap((one) => one.statements)
  if (found.expects.kind === 'error') return { ...onError(examined, found, statements), statements }
  if (statements.length === 0) return { ...neither('the trace did not see the statement run'), statements }
  const verdict = verdictOn(found.expects, { examined, found, ran })
  // A statement that failed did not do what was expected of it, nor can it be told that it would not have.
  const failed = statements.some(({ error }) => error !== null)
  if (verdict.answer === 'refuted' && failed) return { ...neither('the statement failed'), statements }
  return { ...verdict, statements }
}

/** Who counts lines from the comment above a statement, and who from its first word, mean the same one. */
function isMeant({ place, statement }: Statement, found: Found): boolean {
  return samePlace(place, found.place) || (place?.file === found.place.file && statement === found.statement)
}

interface Seen {
  readonly examined: Examined
  readonly found: Found
  readonly ran: readonly { readonly transaction: Transaction; readonly statements: readonly Statement[] }[]
}

function verdictOn(expects: Exclude<Expectation, { kind: 'error' }>, seen: Seen): Verdict {
  switch (expects.kind) {
    case 'lock':
      return onLock(expects, seen)
    case 'work':
    case 'rewrite':
      return onWork(expects, seen)
    case 'stall':
      return onStall(seen)
    case 'gone':
      return onGone(expects.object, seen)
    default:
      return expects satisfies never
  }
}

/** A lock counts from the statement that took it to the end of its transaction. */
function onLock({ relation, mode }: Extract<Expectation, { kind: 'lock' }>, { ran }: Seen): Verdict {
  const held = ran.flatMap(({ transaction, statements }) => {
    const until = Math.max(...statements.map(({ index }) => index))
    return transaction.statements.filter(({ index }) => index <= until).flatMap(({ locks }) => locks)
  })
  const lock = held.find(
    (one) => one.existed && isOf(one.relation, relation) && strengthOf(one.mode) >= strengthOf(mode),
  )
  if (lock !== undefined) return confirmed(`${spellLockMode(lock.mode)} on ${lock.relation} was taken`)
  const exact = ran.every(({ statements }) => statements.every((statement) => statement.exact))
  return exact ? refuted(`no such lock was taken on ${relation ?? 'anything that was there before'}`) : neither(UNSEEN)
}

const UNSEEN = 'the statement could only be sampled, and no such lock was seen'

function onWork(
  { kind, relation }: Extract<Expectation, { kind: 'work' | 'rewrite' }>,
  { examined, ran }: Seen,
): Verdict {
  const work = ran
    .flatMap(({ transaction, statements }) =>
      workIn(examined, transaction).filter(({ statement }) => statements.includes(statement)),
    )
    .find((one) => isOf(one.relation, relation))
  // What the statement itself did says more than the file, which another of its transaction may have replaced.
  if (kind === 'work' && work !== undefined) return confirmed(`it ${work.words}`)
  const rewritten = ran.flatMap(({ transaction }) => transaction.ended?.rewritten ?? [])
  const file = rewritten.find((one) => isOf(one, relation))
  if (file !== undefined) return confirmed(`${file} has a new file`)
  if (kind === 'rewrite') {
    const ended = ran.every(({ transaction }) => transaction.ended !== undefined)
    return ended ? refuted('nothing was rewritten') : neither('the end of its transaction was not seen')
  }
  const counted = examined.trials.some(({ entries }) => entriesOf(entries, 'work.counted').length > 0)
  const idle = ran.every(({ statements }) => statements.every((one) => countsOf(examined, one).size === 0))
  const { source, probed } = examined.fact
  // Statements that did nothing are not counted; where nothing at all is, nobody may have counted.
  if (idle && !counted && (source === 'command' || !probed)) return neither('nobody counted the rows that it reads')
  return refuted('it does no work that grows with a table')
}

function onStall({ examined, found }: Seen): Verdict {
  if (!examined.fact.probed) return neither('nobody stood beside it')
  const own = stallsOf(examined).filter(
    ({ fact, taker }) => samePlace(fact.place, found.place) || samePlace(taker?.place ?? null, found.place),
  )
  const [worst] = own.filter(({ excused }) => !excused)
  if (worst !== undefined) return confirmed(`${stalled(worst.fact)} ${beside(worst.trial.scenario)}`)
  return refuted(own.length > 0 ? 'clients waited no longer than its lock_timeout' : 'no client was kept waiting')
}

function onGone(object: string, { examined, ran }: Seen): Verdict {
  const survived = examined.trials.flatMap(({ entries }) => entriesOf(entries, 'rows.survived'))
  const tables = survived.flatMap((one) => one.tables)
  const gone = [
    ...tables.filter(({ after }) => after === null).map(({ relation }) => relation),
    ...survived.flatMap(({ columnsGone, indexesGone }) => [...columnsGone, ...indexesGone]),
  ]
  if (gone.some((one) => isOf(one, object))) return confirmed(`${object} is gone`)
  if (survived.length === 0) return neither('what was left was not read')
  const locked = ran.flatMap(({ statements }) => statements.flatMap(({ locks }) => locks))
  const [, column] = /^(?:.*\.)?([^.]+)$/.exec(object) ?? []
  const known = tables.some(({ relation }) => isOf(relation, object) || object.startsWith(`${relation}.`))
  // Views and the like are not counted; that they were locked as only ALTER and DROP do says enough.
  const strong = locked.some((one) => one.existed && isOf(one.relation, object) && one.mode === 'AccessExclusiveLock')
  if (!known && strong) return confirmed(`${column ?? object} was locked to be altered or dropped`)
  return known ? refuted(`${object} is still there`) : neither(`nobody looked whether ${object} is still there`)
}

function onError(examined: Examined, { place }: Found, statements: readonly Statement[]): Verdict {
  const { alone } = examined
  const failed = (alone?.ended?.attempts ?? []).find(({ error }) => samePlace(error?.place ?? null, place))?.error
  const error = failed ?? statements.find((one) => one.error !== null)?.error
  if (error) return confirmed(`it failed with ${error.sqlstate}`)
  const left = giveUpsOf(examined).find(({ how, first }) => INVALID.has(how) && samePlace(first.place, place))
  if (left) return confirmed(`it gave up with ${left.first.sqlstate} ${beside(left.trial.scenario)}`)
  if (alone?.ended?.outcome !== 'completed' && statements.length === 0)
    return neither('the trace did not see the statement run')
  return alone?.ended?.outcome === 'completed' ? refuted('it ran without an error') : neither('the migration failed')
}

/** What runs alone without an error may still fail beside others, and leave behind what the scanner warned of. */
const INVALID: ReadonlySet<string> = new Set(['invalid-index', 'skipped-index'])

/** Whether a name is meant by another one, with or without its schema; null means any. */
function isOf(name: string, meant: string | null): boolean {
  return meant === null || name === meant || name.endsWith(`.${meant}`) || meant === `public.${name}`
}

function confirmed(because: string): Verdict {
  return { answer: 'confirmed', because }
}

function refuted(because: string): Verdict {
  return { answer: 'refuted', because }
}

function neither(because: string): Verdict {
  return { answer: 'neither', because }
}
