import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { passed, rule } from './rule.ts'
import { few, plural } from './wording.ts'

type Compared = EntryOf<'ledger.compared'>

export const acknowledgedWritesKept: Check = {
  id: 'acknowledged-writes-kept',
  gating: true,
  asks: 'Is every write that a client was told had succeeded there exactly once, after all that was done?',
  why: 'A client that got 201 will not try again. Writes that vanish in a swap or a rollback, or that a retry doubles, are found by customers unless they are looked up one by one.',
  remedy: 'Drain before stopping a version, answer only after the commit, and give retried writes a unique key.',
  judge: onPlay((play) => {
    const declared = play.started.ledgers
    if (declared.length === 0) return passed('nothing is declared: the spec names no ledger')
    const last = new Map(entriesOf(play.entries, 'ledger.compared').map((entry) => [entry.ledger, entry]))
    const compared = [...last.values()]
    return rule({
      findings: compared.flatMap((entry) => [...lost(entry), ...doubled(entry)]),
      missing: declared.flatMap((ledger) => unproved(ledger, last.get(ledger))),
      settledBy: 'a rehearsal that reaches the audit, with scenarios that record what was acknowledged',
      passed: `${compared.map(({ ledger, acknowledged }) => `${acknowledged} acknowledged writes to ${ledger}`).join(', ')} are there exactly once`,
    })
  }),
}

function unproved(ledger: string, compared: Compared | undefined): readonly string[] {
  if (compared === undefined) return [`ledger ${ledger} was not looked up in the database`]
  return compared.acknowledged === 0 ? [`ledger ${ledger} holds no acknowledged write`] : []
}

function lost(entry: Compared): readonly Finding[] {
  if (entry.missingCount === 0) return []
  const words = `${entry.missingCount} of ${plural(entry.acknowledged, 'acknowledged write')} ${entry.missingCount === 1 ? 'is' : 'are'} not in the database: ${few(entry.missing, 3, ', ', entry.missingCount)}`
  return [finding(entry, words, { missing: entry.missingCount })]
}

function doubled(entry: Compared): readonly Finding[] {
  if (entry.doubledCount === 0) return []
  const words = `${entry.doubledCount} of ${plural(entry.acknowledged, 'acknowledged write')} ${entry.doubledCount === 1 ? 'is' : 'are'} there more than once: ${few(entry.doubled, 3, ', ', entry.doubledCount)}`
  return [finding(entry, words, { doubled: entry.doubledCount })]
}

function finding(
  { ledger, seq, acknowledged }: Compared,
  summary: string,
  measured: Readonly<Record<string, number>>,
): Finding {
  return {
    check: acknowledgedWritesKept.id,
    severity: 'blocker',
    subject: ledger,
    summary,
    remedy: acknowledgedWritesKept.remedy,
    measured: { ...measured, acknowledged },
    limit: Object.fromEntries(Object.keys(measured).map((key) => [key, 0])),
    evidence: [seq],
  }
}
