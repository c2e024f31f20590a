import { deepEqual, equal, match } from 'node:assert/strict'
import { type Change, USUAL_BUFFER } from '../../harness/model/change.ts'
import { restoring, type WayBack } from '../../harness/model/step.ts'
import { planRehearsal } from '../../harness/plan/plan-rehearsal.ts'
import { printPlan } from '../../harness/plan/print.ts'
import { SPEC } from './spec.ts'

describe('a printed plan', () => {
  it('says act by act what a rehearsal would do, and what it could see', () => {
    equal(
      printPlan(planRehearsal(SPEC, { seed: 7 })),
      `plan  shop-5.0   postgres 17   seed 7
  stage       service shop 4.2 × 2, later 5.0
              stand-in bank: PUT /charges/:id
  seed        base
                1_schema.sql
                2_rows.sql
              node seed.ts   in shop@4.2
  probes      2 migrations on clones: alone, beside probes and companions, and by two runners at once
              up and down on a quiet clone: rows and catalog must be equal
  baseline    10 s of warm-up, then 20 s in 12 blocks of 1.7 s
  upgrade     1. migrate up migrations
                 advisory lock, lock_timeout 1 s, 20 retries
                 1_a.up.sql
              2. service shop 5.0 (rolling)
                 2 replicas, drained for 5 s at most
              3. run node backfill.ts
                 node backfill.ts
                 on this machine, 10 min at most
              4. migrate npx migrate up
                 npx migrate up
                 in shop@5.0, 1 min 30 s at most
              5. wait 5 s
              shop 4.2 on a partly migrated schema: takes traffic for 2 s at least
              shop 5.0 on a partly migrated schema: takes traffic for 2 s at least
  soak        20 s on what was upgraded
  rollback    1. migrate down migrations
                 no migration lock, no lock_timeout, no retries
                 1_a.down.sql
              point of no return: the first refund
  restored    20 s on what was restored
  audit       the catalog, and acknowledged writes by orders.reference

traffic                  rate   VUs   arrivals per steady act   held against its limit
  home                  250/s    50                     5.0 k   p99
  orders                 50/s    20                     1.0 k   p95 (p99 from --act-time 2m on)
  pay                   0.5/s     5                        10   errors only (p99 from --act-time 167m on)
  stock    as its script says                       not known   not known
  stock has no \`rate\`: arrival rates of its script are kept, and anything else becomes a closed loop for the whole run, which hides stalls

smallest slowdown that would be shown, with latencies that spread as usual (sigma 0.8, assumed)
  home     p99 +30 %                    p99 +25 % from acts of 1 min, or 354/s
  orders   p95 +40 %                    p99 +25 % from acts of 3 min, or 354/s
  pay      no tail below 500 requests   p99 +25 % from acts of 3 h 57 min, or 354/s

at least 1 min 19 s, and as long as staging, seeding, the probes on clones and the steps take
`,
    )
  })

  it('names what the audit asks: tables, queries and invariants', () => {
    const ledger = { name: 'sums', table: null, query: 'SELECT 1', key: 'k', content: [] }
    const traffic = { ...SPEC.traffic, ledgers: [...SPEC.traffic.ledgers, ledger] }
    const invariants = [{ name: 'balances', query: 'SELECT 1', on: 'both', timeoutMs: 1, show: [] } as const]
    match(
      printPlan(planRehearsal({ ...SPEC, traffic, invariants })),
      /^ {2}audit {7}the catalog, acknowledged writes by orders\.reference, query sums, and invariants balances$/m,
    )
  })

  it('says which window was declared for the change, and who answers for it', () => {
    const window = { durationMs: 3_600_000, from: null, to: null }
    const usual = { window, buffer: USUAL_BUFFER, soakMs: 900_000, owner: 'payments team', contact: '#payments' }
    const linesOf = (change: Change) => {
      const lines = printPlan(planRehearsal({ ...SPEC, change })).split('\n')
      const from = lines.findIndex((line) => line.startsWith('  change'))
      return lines.slice(from, lines.indexOf('', from)).map((line) => line.slice(14))
    }
    deepEqual(linesOf(usual), [
      'window of 1 h; a third on top of the time needed kept free; soak of 15 min in production',
      'payments team, #payments',
      'whether the window holds upgrade, soak and way back is computed from the times of the rehearsal',
    ])
    const hours = { durationMs: 3_600_000, from: '2026-11-26T22:00:00.000Z', to: '2026-11-26T23:00:00.000Z' }
    const kept = { buffer: { durationMs: 600_000 }, soakMs: null, owner: null, contact: null }
    equal(
      linesOf({ ...kept, window: hours })[0],
      'window 2026-11-26 22:00 to 2026-11-26 23:00 UTC (1 h); 10 min of it kept free; soak as long as in the rehearsal',
    )
    equal(linesOf({ ...kept, window: null }).at(-1), 'the window to plan is computed from the times of the rehearsal')
  })

  it('ends with the warnings of the spec', () => {
    const warnings = ['migrations/2_b.up.sql has no 2_b.down.sql beside it']
    const lines = printPlan(planRehearsal({ ...SPEC, warnings })).split('\n')
    deepEqual(lines.slice(-5, -2), ['', `warning: ${warnings[0]}`, ''])
  })

  it('tells what a restored snapshot and code alone go back to, and where each way ends', () => {
    const wait = { kind: 'wait', label: 'wait 1 s', waitMs: 1_000 } as const
    const linesOf = (rollback: WayBack) => {
      const lines = printPlan(planRehearsal({ ...SPEC, rollback })).split('\n')
      const from = lines.findIndex((line) => line.startsWith('  rollback'))
      return lines.slice(
        from,
        lines.findIndex((line) => line.startsWith('  audit')),
      )
    }
    deepEqual(linesOf(restoring({ by: 'base-backup' }, { steps: [wait], pointOfNoReturn: 'the first refund' })), [
      '  rollback    1. restore the snapshot',
      '                 from just before the upgrade: a base backup of PostgreSQL’s own',
      '              2. wait 1 s',
      '              point of no return: the first refund',
      '  restored    20 s on what was restored',
    ])
    deepEqual(linesOf({ way: 'code-only', steps: [wait], pointOfNoReturn: 'the next release' }), [
      '  rollback    the schema stays as it is; only code goes back',
      '              1. wait 1 s',
      '              point of no return: the next release',
      '  restored    20 s of the old versions on the new schema',
      '  forward     the new versions again, and 10 s on what the old ones wrote',
    ])
  })

  it('says so where nothing is seeded, upgraded or gone back to', () => {
    const stage = { ...SPEC.stage, services: [], partners: [] }
    const traffic = { ...SPEC.traffic, ledgers: [] }
    const rollback = { way: 'none', reason: 'the vendor has none', pointOfNoReturn: 'the first step' } as const
    const spec = { ...SPEC, stage, traffic, rollback, seeding: { files: null, commands: [] }, upgrade: [] }
    deepEqual(printPlan(planRehearsal(spec)).split('\n').slice(1, 11), [
      '  stage       the database alone',
      '  seed        nothing: the database starts empty',
      '  probes      no way back to prove',
      '  baseline    10 s of warm-up, then 20 s in 12 blocks of 1.7 s',
      '  upgrade     no steps: nothing changes',
      '  soak        20 s on what was upgraded',
      '  rollback    none: the vendor has none',
      '              point of no return: the first step',
      '  restored    nothing',
      '  audit       the catalog',
    ])
  })
})
