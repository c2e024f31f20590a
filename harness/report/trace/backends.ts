import type { Span } from '../../checks/clients.ts'
import type { Play } from '../../checks/play.ts'
import { shorten, statementsOf, tracedIn } from '../../checks/statement.ts'
import { type Entry, type EntryOf, entriesOf, type LockParty } from '../../model/evidence.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { nested, type Slice, type Track } from './slice.ts'

const LONGEST_STATEMENT = 200
/** Beyond the process ids of any server (Linux ends at 2^22), for tracks that a backend needs besides its own. */
const FIRST_EXTRA_TID = 5_000_000

interface Backend {
  readonly pid: number
  readonly name: string
  /** Statements in their transactions, waits, locks: of each kind a track or more. */
  readonly kinds: readonly (readonly [kind: string, slices: readonly Slice[]])[]
}

/** A track per backend of the live database that a step used, that held a lock or that waited for one. */
export function backendTracks(entries: readonly Entry[], play: Play | null): readonly Track[] {
  const [held, waited, ran] = [heldSlices(entries), waitSlices(entries), play === null ? [] : ranSlices(play)]
  const parties = partiesOf(entries)
  const pids = [...new Set([...ran, ...held, ...waited].map(([pid]) => pid))].toSorted((one, other) => one - other)
  const of = (all: readonly Owned[], pid: number) => all.flatMap(([owner, slice]) => (owner === pid ? [slice] : []))
  let extra = FIRST_EXTRA_TID
  return pids.flatMap((pid) => {
    const kinds = [
      ['', of(ran, pid)],
      ['waits', of(waited, pid)],
      ['locks', of(held, pid)],
    ] as const
    const tracks = tracksOf({ pid, name: nameOf(parties.get(pid), pid), kinds }, () => extra++)
    return tracks
  })
}

/** The first track of a backend has its process id. */
function tracksOf({ pid, name, kinds }: Backend, nextTid: () => number): readonly Track[] {
  const lanes = kinds.flatMap(([kind, slices]) => nested(slices).map((lane, index) => ({ kind, lane, index })))
  return lanes.map(({ kind, lane, index }, at) => ({
    tid: at === 0 ? pid : nextTid(),
    name: [name, kind, index === 0 ? '' : String(index + 1)].filter((word) => word !== '').join(' '),
    slices: lane,
  }))
}

type Owned = readonly [pid: number, slice: Slice]

function ranSlices(play: Play): readonly Owned[] {
  return (['upgrade', 'rollback'] as const).flatMap((act) => {
    const ran = entriesOf(play.entries, 'statement.ran').filter((one) => one.act === act)
    const pids = new Set([...tracedIn(play, act), ...ran].map(({ pid }) => pid))
    return [...pids].flatMap((pid) => [
      ...statementsOf(play, act, pid).map(
        ({ place, statement, startedAt, endedAt, seq }): Owned => [
          pid,
          {
            name: shorten(statement),
            category: 'statement',
            fromMs: startedAt,
            toMs: endedAt,
            args: { statement: shorten(statement, LONGEST_STATEMENT), place: place ?? '', act, journal: seq },
          },
        ],
      ),
      ...transactionSlices(play, act, pid),
    ])
  })
}

function transactionSlices(play: Play, act: 'upgrade' | 'rollback', pid: number): readonly Owned[] {
  return entriesOf(play.entries, 'transaction.traced')
    .filter((one) => one.act === act && one.pid === pid)
    .map(({ transaction, startedAt, endedAt, outcome, rewritten, seq }) => [
      pid,
      {
        name: `transaction ${transaction}, ${outcome}`,
        category: 'transaction',
        fromMs: startedAt,
        toMs: endedAt,
        args: { outcome, rewritten: rewritten.join(', '), act, journal: seq },
      },
    ])
}

function heldSlices(entries: readonly Entry[]): readonly Owned[] {
  return entriesOf(entries, 'lock.held').map((lock) => [
    lock.holder.pid,
    {
      name: `${spellLockMode(lock.mode)} on ${lock.relation}`,
      category: 'lock',
      ...span(lock),
      args: {
        mode: lock.mode,
        relation: lock.relation,
        statement: shorten(lock.holder.statement, LONGEST_STATEMENT),
        inUse: lock.inUse ? 'yes' : 'no',
        act: lock.act,
        journal: lock.seq,
      },
    },
  ])
}

function waitSlices(entries: readonly Entry[]): readonly Owned[] {
  return entriesOf(entries, 'lock.queue').flatMap((queue) =>
    queue.waiters.map((waiter): Owned => [waiter.party.pid, { ...span(waiter), ...waitIn(queue, waiter) }]),
  )
}

function waitIn(
  { relation, head, headMode, act, seq }: EntryOf<'lock.queue'>,
  { party, mode, behind, ended }: EntryOf<'lock.queue'>['waiters'][number],
): Pick<Slice, 'name' | 'category' | 'args'> {
  return {
    name: `waits for ${spellLockMode(mode)} on ${relation}`,
    category: 'wait',
    args: {
      mode,
      relation,
      statement: shorten(party.statement, LONGEST_STATEMENT),
      behind: (behind ?? []).map(({ pid }) => pid).join(', ') || String(head.pid),
      head: `pid ${head.pid}, ${spellLockMode(headMode)}`,
      ended: ended ?? 'not recorded',
      act,
      journal: seq,
    },
  }
}

function span({ fromMs, toMs }: Span): Span {
  return { fromMs, toMs }
}

/** Sessions that the watcher knows by name. */
function partiesOf(entries: readonly Entry[]): ReadonlyMap<number, LockParty> {
  const holders = entriesOf(entries, 'lock.held').map(({ holder }) => holder)
  const queued = entriesOf(entries, 'lock.queue').flatMap(({ head, waiters }) => [
    head,
    ...waiters.map(({ party }) => party),
  ])
  return new Map([...queued, ...holders].map((party) => [party.pid, party]))
}

function nameOf(party: LockParty | undefined, pid: number): string {
  if (party === undefined) return `migration, pid ${pid}`
  const application = party.application === '' ? '' : ` ${party.application}`
  return `${party.role}${application}, pid ${pid}`
}
