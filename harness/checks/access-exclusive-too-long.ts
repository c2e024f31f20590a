import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { felt, overlaps } from './clients.ts'
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
      findings: tooLong(play).map(({ transaction, lock }) => finding(play, transaction, lock)),
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

function finding(play: Play, transaction: Transaction, lock: HeldLock): Finding {
  const { accessExclusiveMs } = play.limits
  const { act, relation, holder } = lock
  const { subject, statement, meanwhile, evidence } = culpritOf(play, act, { ...lock, by: holder })
  const clients = felt(play, [transaction])
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
