import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { felt, overlaps, type Span } from './clients.ts'
import { culpritOf } from './culprit.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { type HeldLock, type Transaction, transactionsOf } from './transaction.ts'
import { anyStep, unwatched, watchSettledBy } from './watch.ts'
import { few, lasting, wholeMs } from './wording.ts'

const remedy = 'Run the long part under a weaker lock, and set lock_timeout on the rest.'

export const accessExclusiveTooLong: Check = {
  id: 'access-exclusive-too-long',
  gating: true,
  act: 'upgrade',
  asks: 'Does a step hold ACCESS EXCLUSIVE on a relation in use for longer than the limit?',
  why: 'ACCESS EXCLUSIVE conflicts with every other mode: while it is held, not even a SELECT on that relation starts. It is kept until the end of its transaction, so one slow statement after a quick ALTER TABLE keeps everybody waiting.',
  remedy: `${remedy} Add columns nullable or with a constant default, constraints NOT VALID and validated later, indexes CONCURRENTLY, and fill columns in batches in transactions of their own.`,
  judge: onPlay((play) => {
    if (!anyStep(play))
      return passed('nothing is declared that could take a lock: neither upgrade nor rollback has a step')
    const longest = transactionsOf(play).flatMap((transaction) => longestExclusive(transaction) ?? [])
    return rule({
      findings: tooLong(play).map(({ transaction, lock }, _, all) =>
        finding(play, { transaction, lock, rivals: all.flatMap((one) => spansOf(play, one.transaction)) }),
      ),
      missing: unwatched(play),
      settledBy: watchSettledBy(play),
      passed: because(play, longest),
    })
  }),
}

/** The transactions above the limit, each with the lock it held longest. */
export function tooLong(play: Play): readonly { readonly transaction: Transaction; readonly lock: HeldLock }[] {
  return transactionsOf(play).flatMap((transaction) => {
    const lock = longestExclusive(transaction)
    return lock !== null && heldMs(lock) > play.limits.accessExclusiveMs ? [{ transaction, lock }] : []
  })
}

function longestExclusive({ locks }: Transaction): HeldLock | null {
  const exclusive = locks.filter(({ mode, inUse }) => mode === 'AccessExclusiveLock' && inUse)
  return exclusive.toSorted((one, other) => heldMs(other) - heldMs(one))[0] ?? null
}

function heldMs({ fromMs, toMs }: HeldLock): number {
  return Math.round(toMs - fromMs)
}

/** A lock queue is a little older than the lock that comes of it. */
const QUEUED_BEFORE_MS = 1_000

/** While a transaction held its locks, and while it waited for them with clients behind it. */
function spansOf(play: Play, { act, pid, fromMs, toMs }: Transaction): readonly Span[] {
  const queues = entriesOf(play.entries, 'lock.queue').filter(
    (queue) =>
      queue.act === act &&
      [queue.head, ...queue.waiters.map(({ party }) => party)].some((party) => party.pid === pid) &&
      overlaps(queue, { fromMs: fromMs - QUEUED_BEFORE_MS, toMs }),
  )
  return [{ fromMs, toMs }, ...queues]
}

interface TooLong {
  readonly transaction: Transaction
  readonly lock: HeldLock
  /** Of all that held a lock too long, its own included. */
  readonly rivals: readonly Span[]
}

function finding(play: Play, { transaction, lock, rivals }: TooLong): Finding {
  const { accessExclusiveMs } = play.limits
  const { act, relation, holder } = lock
  const { subject, statement, meanwhile, evidence } = culpritOf(play, act, { ...lock, by: holder })
  const own = spansOf(play, transaction)
  const isOwn = (span: Span) => own.some(({ fromMs, toMs }) => fromMs === span.fromMs && toMs === span.toMs)
  const clients = felt(
    play,
    own,
    rivals.filter((rival) => !isOwn(rival)),
  )
  const others = new Set(
    transaction.locks.filter(({ mode, inUse }) => mode === lock.mode && inUse).map((one) => one.relation),
  )
  others.delete(relation)
  const besides = others.size === 0 ? '' : `; also on ${few([...others])}`
  const where = act === 'rollback' ? ' in the rollback' : ''
  const what =
    statement === '' ? `ACCESS EXCLUSIVE on ${relation} held` : `${statement} held ACCESS EXCLUSIVE on ${relation}`
  const queues = entriesOf(play.entries, 'lock.queue').filter(
    (queue) => queue.head.pid === transaction.pid && overlaps(queue, transaction),
  )
  return {
    check: accessExclusiveTooLong.id,
    severity: 'blocker',
    subject,
    summary: `${what} for ${lasting(heldMs(lock))}${where} (limit ${wholeMs(accessExclusiveMs)})${meanwhile}; ${clients.words}${besides}`,
    remedy,
    measured: {
      heldMs: heldMs(lock),
      stalledRequests: clients.requests,
      longestStallMs: Math.round(clients.longestMs),
    },
    limit: { heldMs: accessExclusiveMs },
    evidence: [lock.seq, ...evidence, ...queues.map(({ seq }) => seq), ...clients.evidence],
  }
}

function because({ limits }: Play, locks: readonly HeldLock[]): string {
  const [longest] = locks.toSorted((one, other) => heldMs(other) - heldMs(one))
  if (longest === undefined) return 'no ACCESS EXCLUSIVE lock on a relation in use was seen'
  return `the longest ACCESS EXCLUSIVE on a relation in use was ${wholeMs(heldMs(longest))} on ${longest.relation} (limit ${wholeMs(limits.accessExclusiveMs)})`
}
