import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { TroubledWrite, WritesOfAct, WriteTrouble } from '../model/facts-of-writes.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Check } from './check.ts'
import { type LedgerTrust, trustIn } from './ledger-trust.ts'
import { onPlay, type Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { few, plural } from './wording.ts'

type Compared = EntryOf<'ledger.compared'>
type Judged = Compared & { readonly trust: LedgerTrust }

export const acknowledgedWritesKept: Check = {
  id: 'acknowledged-writes-kept',
  gating: true,
  act: 'audit',
  asks: 'Is every write that a client was told had succeeded there exactly once, as it was acknowledged, after all that was done?',
  why: 'A client that got 201 will not try again. Writes that vanish in a swap or a rollback, that a retry doubles, or that a way back cuts short, are found by customers unless they are looked up one by one.',
  remedy:
    'Drain before stopping a version, answer only after the commit, give retried writes a unique key, and let no way back narrow a column that holds new values.',
  judge: onPlay((play) => {
    const declared = play.started.ledgers
    if (declared.length === 0) return passed('nothing is declared: the spec names no ledger')
    const last = new Map(entriesOf(play.entries, 'ledger.compared').map((entry) => [entry.ledger, entry]))
    const judged = [...last.values()].map((entry) => ({ ...entry, trust: trustIn(play, entry) }))
    return rule({
      findings: judged.flatMap((entry) => [
        ...lost(entry),
        ...doubled(entry),
        ...changed(entry),
        ...gone(entry),
        ...unansweredTwice(entry),
        ...givenUp(entry),
      ]),
      missing: declared.flatMap((ledger) =>
        unproved(
          play,
          ledger,
          judged.find((one) => one.ledger === ledger),
        ),
      ),
      settledBy: 'a rehearsal that reaches the audit, with scenarios that record what was acknowledged',
      passed: `${judged.map(inWords).join(', ')} are there exactly once${unanswered(judged)}`,
    })
  }),
}

function unproved({ entries }: Play, ledger: string, compared: Judged | undefined): readonly string[] {
  if (compared === undefined) {
    const failed = entriesOf(entries, 'ledger.failed').findLast((entry) => entry.ledger === ledger)
    return [`ledger ${ledger} was not looked up in the database${failed === undefined ? '' : `: ${failed.reason}`}`]
  }
  if (compared.acknowledged === 0) return [`ledger ${ledger} holds no acknowledged write`]
  const { blind, unread } = compared.trust
  return blind === null ? unread : [blind]
}

/** `1840 acknowledged writes to orders (baseline 900, upgrade 40; amount_cents compared)`. */
function inWords({ ledger, acknowledged, acts = [], trust }: Judged): string {
  const about = [
    acts.map((act) => `${act.act} ${act.acknowledged}`).join(', '),
    trust.columns.length === 0 ? '' : `${few(trust.columns, 5)} compared`,
  ].filter((words) => words !== '')
  return `${acknowledged} acknowledged writes to ${ledger}${about.length === 0 ? '' : ` (${about.join('; ')})`}`
}

/** A time-out promises nothing: there or not there, such a write is neither lost nor surplus. */
function unanswered(judged: readonly Judged[]): string {
  const sum = (what: 'writes' | 'there') => judged.reduce((total, one) => total + (one.unanswered?.[what] ?? 0), 0)
  const writes = sum('writes')
  return writes === 0 ? '' : `; ${plural(writes, 'write')} went without an answer, of which ${sum('there')} are there`
}

function lost(entry: Judged): readonly Finding[] {
  const { missingCount, missing, trust } = entry
  if (missingCount === 0 || trust.blind !== null) return []
  const are = missingCount === 1 ? 'is' : 'are'
  const before = trust.missingBefore === 0 ? '' : `; ${trust.missingBefore} could not be found before the upgrade began`
  const words = `${missingCount} of ${plural(entry.acknowledged, 'acknowledged write')} ${are} not in the database: ${few(missing, 3, ', ', missingCount)}`
  return [finding(entry, `${words}${told(entry, 'missing')}${before}`, { measured: { missing: missingCount } })]
}

function doubled(entry: Judged): readonly Finding[] {
  if (entry.doubledCount === 0) return []
  const are = entry.doubledCount === 1 ? 'is' : 'are'
  const words = `${entry.doubledCount} of ${plural(entry.acknowledged, 'acknowledged write')} ${are} there more than once: ${few(entry.doubled, 3, ', ', entry.doubledCount)}`
  return [finding(entry, `${words}${told(entry, 'doubled')}`, { measured: { doubled: entry.doubledCount } })]
}

function changed(entry: Judged): readonly Finding[] {
  return (entry.fields ?? []).flatMap(({ column, compared, changed }) => {
    if (changed === 0 || !entry.trust.columns.includes(column)) return []
    const writes = of(entry, 'changed').filter(({ columns }) => columns?.includes(column))
    const keys = few(
      writes.map(({ key }) => key),
      3,
      ', ',
      changed,
    )
    const hold = changed === 1 ? 'holds' : 'hold'
    const words = `${changed} of ${plural(compared, 'acknowledged write')} ${hold} another ${column} than was acknowledged: ${keys}${told(entry, 'changed')}`
    return [finding(entry, words, { measured: { changed }, subject: `${entry.ledger}.${column}` })]
  })
}

function gone(entry: Judged): readonly Finding[] {
  return entry.trust.lostColumns.map((column) =>
    finding(
      entry,
      `the column is gone, with what clients were told it holds in ${plural(entry.acknowledged, 'acknowledged write')}`,
      {
        measured: { is: 'absent' },
        limit: { is: 'there' },
        subject: `${entry.ledger}.${column}`,
      },
    ),
  )
}

function unansweredTwice(entry: Judged): readonly Finding[] {
  const keys = entry.unanswered?.doubled ?? []
  if (keys.length === 0) return []
  const words = `${plural(keys.length, 'write')} that never got an answer ${keys.length === 1 ? 'is' : 'are'} there more than once: ${few(keys)}`
  return [finding(entry, words, { severity: 'concern', measured: { unansweredTwice: keys.length } })]
}

function givenUp(entry: Judged): readonly Finding[] {
  const count = entry.declaredLostCount ?? 0
  if (count === 0) return []
  const keys = few(
    of(entry, 'declared-lost').map(({ key }) => key),
    3,
    ', ',
    count,
  )
  const words = `${count} of ${plural(entry.acknowledged, 'acknowledged write')} ${count === 1 ? 'is' : 'are'} given up by the way back, as it declares: ${keys}${told(entry, 'declared-lost')}`
  return [
    finding(entry, words, {
      severity: 'concern',
      measured: { givenUp: count },
      remedy:
        'Tell whom these writes belong to before going back, or keep them aside so that they can be entered again.',
    }),
  ]
}

function of({ troubled = [] }: Compared, trouble: WriteTrouble): readonly TroubledWrite[] {
  return troubled.filter((write) => write.trouble === trouble)
}

const TALLY = { missing: 'missing', doubled: 'doubled', changed: 'changed', 'declared-lost': 'declaredLost' } as const

/** `; acknowledged in upgrade (11) and soak (1) by POST /orders`: when clients were told, and by whom. */
function told(entry: Compared, trouble: WriteTrouble): string {
  const tally = (act: WritesOfAct) => act[TALLY[trouble]]
  const acts = (entry.acts ?? []).filter((act) => tally(act) > 0).map((act) => `${act.act} (${tally(act)})`)
  const endpoints = [...new Set(of(entry, trouble).map(({ endpoint }) => endpoint))].filter((name) => name !== '')
  if (acts.length === 0) return ''
  return `; acknowledged in ${acts.join(', ')}${endpoints.length === 0 ? '' : ` by ${few(endpoints)}`}`
}

interface Particulars {
  readonly measured: Readonly<Record<string, number | string>>
  readonly limit?: Readonly<Record<string, number | string>>
  readonly severity?: Severity
  readonly subject?: string
  readonly remedy?: string
}

function finding({ ledger, seq, acknowledged }: Compared, summary: string, particulars: Particulars): Finding {
  const { measured, severity = 'blocker', subject = ledger, remedy = acknowledgedWritesKept.remedy } = particulars
  return {
    check: acknowledgedWritesKept.id,
    severity,
    subject,
    summary,
    remedy,
    measured: { ...measured, acknowledged },
    limit: particulars.limit ?? Object.fromEntries(Object.keys(measured).map((key) => [key, 0])),
    evidence: [seq],
  }
}
