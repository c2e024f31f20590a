import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { placeOf } from './statement.ts'
import { missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { type OwnTraffic, ownTrafficOf, unanswered } from './trials/own-traffic.ts'

const DEADLOCK = '40P01'

const remedy =
  'Take locks in the order in which the application takes them, all strong ones first, or one table per transaction; set a lock_timeout below the server’s deadlock_timeout, so that the migration gives way.'

export const deadlockPossible: Check = {
  id: 'deadlock-possible',
  gating: true,
  act: 'probes',
  asks: 'Does a migration deadlock with a transaction that takes the same tables in the opposite order?',
  why: 'Two transactions that take two tables in opposite orders stop each other until the server ends one of them: a request that fails, or a migration that must begin again. Whether an application does so, only its own traffic can tell.',
  remedy,
  judge: onMigrations((migrations, entries) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0) return passed('nobody stood beside the migrations: they were traced alone, without probes')
    return rule({
      findings: probed.flatMap((examined) => findings(examined, ownTrafficOf(examined, entries))),
      missing: probed.flatMap((examined) => missingTrials(examined, ['opposite-order'])),
      settledBy:
        'a run in which each migration is tried beside a transaction that takes its tables in the opposite order',
      passed: 'no deadlock beside a transaction that takes the same tables in the opposite order',
    })
  }),
}

function findings({ name, trials }: Examined, traffic: OwnTraffic): readonly Finding[] {
  return trials
    .filter(({ scenario }) => scenario === 'opposite-order')
    .flatMap(({ entries, ended }) => {
      const own = (ended?.attempts ?? []).flatMap(({ error }) => (error?.sqlstate === DEADLOCK ? [error] : []))
      const felt = entriesOf(entries, 'harm.felt').filter(({ sqlstate }) => sqlstate === DEADLOCK)
      if (own.length + felt.length === 0) return []
      const place = own[0]?.place ?? felt.find((one) => one.place !== null)?.place ?? null
      const victims = [...(own.length > 0 ? ['the migration'] : []), ...(felt.length > 0 ? ['the other one'] : [])]
      const finding: Finding = {
        check: deadlockPossible.id,
        severity: 'concern',
        subject: place === null ? name : placeOf(place),
        summary: `deadlock with a transaction that takes the same tables in the opposite order; the server ended ${victims.join(' and ')}. ${unanswered('Whether the application does so', traffic, 'deadlock-with-traffic')}`,
        remedy,
        evidence: [...(own.length > 0 && ended !== undefined ? [ended.seq] : []), ...felt.map(({ seq }) => seq)],
      }
      return [finding]
    })
}
