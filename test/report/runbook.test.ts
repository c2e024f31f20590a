import assert from 'node:assert/strict'
import type { DestroyedObject } from '../../harness/model/facts-of-ways.ts'
import { renderRunbook } from '../../harness/report/runbook/index.ts'
import { change } from '../checks/change.ts'
import {
  catalog,
  held,
  journal,
  phase,
  rows,
  stall,
  started,
  step,
  T0,
  watched,
  wholeRehearsal,
} from '../checks/journal.ts'
import { tried } from '../checks/trials.ts'
import { fixture, seen } from './fixture.ts'

const COMMAND = { command: 'npx dbmate up', in: 'payments@5.0', variables: ['DATABASE_URL'], timeoutMs: 600_000 }

const STEPS = {
  upgrade: [{ label: 'migrate npx dbmate up', kind: 'command', command: COMMAND }],
  rollback: [
    {
      label: 'back',
      kind: 'service',
      service: 'payments',
      version: '4.2',
      image: 'p:4.2',
      strategy: 'rolling',
      replicas: 2,
      drainMs: 5_000,
    },
  ],
} as const

const PROBES = [
  catalog({ before: 'quiet-before', after: 'quiet-restored' }),
  rows(),
  { kind: 'retreats.ended', stops: 0, tried: 0 } as const,
]

/** All went well, with a declared change; stalls in the upgrade where they are given. */
function rehearsed(overrides: Parameters<typeof started>[0] = {}, parts: Parameters<typeof wholeRehearsal>[0] = {}) {
  const window = { durationMs: 3_600_000, from: '2026-11-26T22:00:00.000Z', to: '2026-11-26T23:00:00.000Z' }
  const said = change(0, { window, owner: 'payments team', contact: '#ops' })
  return seen(
    wholeRehearsal({
      started: [started({ change: said, steps: STEPS, pointOfNoReturn: 'the first refund', ...overrides })],
      probes: PROBES,
      upgrade: [step('upgrade'), watched(), held(11_000, 11_200), phase('upgrade')],
      ...parts,
    }),
  )
}

function lines(text: string, from: string, to: string): readonly string[] {
  const all = text.split('\n')
  return all.slice(all.indexOf(from), all.indexOf(to))
}

const MUST_ACT = { kind: 'operator.must.act', code: 'image.not.here', message: 'no image', hint: 'build it' } as const

describe('runbook.md', () => {
  it('names who leads, the window, and what each step does and took', () => {
    const text = renderRunbook(rehearsed())
    assert.ok(text.startsWith('# Runbook: orders-v42\n\n**GO**, no findings.\n'))
    assert.ok(text.includes('- Leads the change and decides go or no-go: payments team\n- Is reached at: \\#ops\n'))
    assert.deepEqual(lines(text, '## Steps', '## Go or no-go'), [
      '## Steps',
      '',
      '| step | begins | what | how long |',
      '| ---: | --- | --- | ---: |',
      '| 1 | T+00:00 | `migrate npx dbmate up` | 10 s |',
      '|  | T+00:10 | watch the new version, then decide | 20 s, as long as an act here (--act-time), for change.soak declares none |',
      '',
      '### 1. `migrate npx dbmate up`',
      '',
      '```sh',
      'npx dbmate up',
      '```',
      '',
      'Run in the source of `payments@5.0`, with the variables `DATABASE_URL`; given up after 10 min.',
      '',
      '- Longest locks here: ACCESS EXCLUSIVE on orders: 200 ms (limit for ACCESS EXCLUSIVE: 500 ms).',
      '- No request stalled or failed here.',
      '- Go on when it has ended well; else go back.',
      '',
    ])
  })

  it('books what clients felt on the step over which it began', () => {
    const second = step('upgrade', { step: 1, startedAt: T0 + 20_100, endedAt: T0 + 27_000 })
    const stalls = [stall(11_000, 21_500, { stalled: 274 }), stall(20_300, 22_000, { stalled: 5, longestMs: 1_700 })]
    const upgradeSteps = ['migrate npx dbmate up', 'service payments 5.0']
    const upgrade = [step('upgrade'), second, watched(), phase('upgrade', { stalls })]
    const text = renderRunbook(rehearsed({ upgradeSteps }, { upgrade }))
    const felt = text.split('\n').filter((line) => line.startsWith('- Clients felt it here: '))
    assert.deepEqual(
      felt.map((line) => line.split(',')[0]),
      ['- Clients felt it here: 274 requests stalled', '- Clients felt it here: 5 requests stalled'],
    )
    const old = renderRunbook(
      rehearsed(
        { upgradeSteps },
        { upgrade: [...upgrade.slice(0, 3), phase('upgrade', { stalls: stalls.slice(0, 1) })] },
      ),
    )
    assert.ok(
      old.includes('- No request that began here stalled or failed; some that began earlier were still waiting.'),
    )
  })

  it('counts from the snapshot where the way back restores it', () => {
    const taken = { kind: 'snapshot.taken', by: 'commands', startedAt: T0, takenAt: T0, endedAt: T0 + 65_000 } as const
    const text = renderRunbook(rehearsed({ wayBack: 'restore' }, { baseline: [phase('baseline'), taken] }))
    assert.ok(text.includes('|  | T+00:00 | take the snapshot | 1 min 5 s |\n| 1 | T+01:05 |'))
    assert.ok(text.includes('Writes after it are lost by the way back.'))
  })

  it('says how to go back, from where that was tried, and after what it leads nowhere', () => {
    const tried = {
      kind: 'retreat.tried',
      after: 'migrate migrations',
      ok: false,
      reason: 'no table x',
      differences: [],
    } as const
    const text = renderRunbook(rehearsed({}, { probes: [tried] }))
    assert.ok(
      text.includes(
        'Way: `down`; it took 10 s here, from the end of the upgrade. Point of no return: the first refund.',
      ),
    )
    assert.ok(text.includes('| 1 | `back` | 10 s |'))
    assert.ok(text.includes('Bring `payments` to version `4.2`, image `p:4.2`: one replica at a time, 2 replicas,'))
    assert.ok(
      text.includes(
        '| 1, at its end | **fails** on a clone: no table x | - |\n| 1, at its end | rehearsed under load | 10 s |',
      ),
    )
  })

  it('says what going back loses as it was counted, and not that a narrower type destroys a column', () => {
    const price: DestroyedObject = {
      ...{ object: 'products.price_cents', loss: 'narrowed', relation: 'products', column: 'price_cents' },
      ...{ was: 'bigint', is: 'integer' },
    }
    const table = { relation: 'refunds', column: null, was: '', is: null }
    const refunds: DestroyedObject = { object: 'refunds', loss: 'table', ...table }
    const probes = [{ kind: 'rollback.destroys', objects: [price, refunds] } as const]
    const counted = (...values: readonly (number | null)[]) => {
      const objects = [price, refunds].map(({ object }, index) => ({ object, values: values[index] ?? null }))
      const leaving = { kind: 'destroyed.counted', when: 'leaving', counted: objects } as const
      const text = renderRunbook(rehearsed({}, { probes, rollback: [leaving] }))
      return text.split('\n').filter((line) => line.startsWith('- Going back'))
    }
    assert.deepEqual(counted(0, 12), [
      '- Going back turns `products.price_cents` from bigint into integer; every value there fitted here, 0 would have been lost.',
      '- Going back drops `refunds` and what was written there: **12 rows** here.',
    ])
    assert.deepEqual(counted(1, 0), [
      '- Going back turns `products.price_cents` from bigint into integer, which cannot hold **1 value** that was there.',
      '- Going back drops `refunds` and what was written there; that was nothing here.',
    ])
    assert.deepEqual(counted(), [
      '- Going back turns `products.price_cents` from bigint into integer; whether all values there fit was not counted.',
      '- Going back drops `refunds` and what was written there; how much that was here was not counted.',
    ])
  })

  it('says which part of a file that holds both directions is applied, and whose command does it', () => {
    const files = { files: ['db/migrations/1_a.sql'], lock: 'none', lockTimeoutMs: null, retries: 0 } as const
    const told = (direction: 'up' | 'down', tool: string) => {
      const step = { label: 'migrate', kind: 'sql', ...files, parts: { tool, direction } } as const
      const text = renderRunbook(rehearsed({ steps: { upgrade: [step], rollback: [] } }))
      return text.split('\n').find((line) => line.startsWith('1. `db/'))
    }
    assert.equal(
      told('up', 'dbmate'),
      '1. `db/migrations/1_a.sql`, **the part under `-- migrate:up` alone**, as `dbmate up` does',
    )
    assert.equal(
      told('down', 'dbmate'),
      '1. `db/migrations/1_a.sql`, **the part under `-- migrate:down` alone**, as `dbmate rollback` does',
    )
    assert.equal(
      told('down', 'goose'),
      '1. `db/migrations/1_a.sql`, **the part under `-- +goose Down` alone**, as `goose down` does',
    )
    assert.equal(
      told('down', 'another'),
      '1. `db/migrations/1_a.sql`, **the part for the way down alone**, as another does',
    )
  })

  it('says at its top that the rehearsal said NO-GO and why, and offers no notice', () => {
    const text = renderRunbook(seen(fixture('as-delivered')))
    assert.match(
      text,
      /^# Runbook: orders-v42\n\n> \*\*This rehearsal said NO-GO\*\* \(4 blockers, 1 note\): do not perform/,
    )
    assert.match(text, /\n> - access-exclusive-too-long, migrations\/003-add-total\.up\.sql:4: /)
    assert.ok(text.includes('None is offered: nothing should be announced on the strength of this rehearsal.'))
    assert.ok(!text.includes('Adapt before sending'))
  })

  it('says what is not known instead of a time', () => {
    const text = renderRunbook(seen(fixture('upgrade-step-failed')))
    assert.match(text, /\*\*failed\*\* after/)
    assert.ok(text.includes('How long the window must be is not known:'))
    assert.ok(renderRunbook(rehearsed({}, { rollback: [] })).includes('| not performed |'))
  })

  it('names no moment to decide by where neither a window nor a soak is declared', () => {
    assert.match(renderRunbook(rehearsed()), /\n\| T\+\d\d:\d\d at the latest \| the time that is left \|/)
    const open = renderRunbook(rehearsed({ change: change(0, { window: null }) }))
    assert.match(
      open,
      /\n\| while the new version is watched \| the time that is left \| no less is left of your window than that: the way back takes 10 s/,
    )
  })

  it('says what an older journal did not record', () => {
    const text = renderRunbook(seen(fixture('all-went-well')))
    assert.ok(text.includes('Not recorded: what this step does.'))
    assert.ok(text.includes('Not recorded: the point of no return.'))
    assert.ok(text.includes('- Leads the change and decides go or no-go: **not named**'))
  })

  it('says that there is no way back', () => {
    const text = renderRunbook(rehearsed({ wayBack: 'none', reason: 'forward only', rollbackSteps: [] }))
    assert.ok(text.includes('**There is no way back**: forward only. Point of no return: the first refund.'))
    assert.ok(text.includes('there is no way back: decide before step 1'))
  })

  it('is not written where there is nothing to perform', () => {
    assert.equal(renderRunbook(seen(fixture('nothing-changes'))), '')
    assert.equal(renderRunbook(seen([])), '')
    assert.equal(renderRunbook(seen(tried())), '')
  })

  it('is not written where no step was performed', () => {
    assert.equal(renderRunbook(seen(fixture('database-died-in-baseline'))), '')
    assert.equal(renderRunbook(seen(journal(started(), MUST_ACT))), '')
  })
})

describe('the notices of runbook.md', () => {
  const STALLED = [
    step('upgrade'),
    watched(),
    phase('upgrade', { stalls: [stall(10_000, 75_000, { stalled: 0, failed: 1 })] }),
  ]

  it('announce the declared window where it is the longer', () => {
    const text = renderRunbook(rehearsed())
    assert.ok(text.includes('**Adapt before sending.**'))
    assert.ok(text.includes('> **Planned maintenance, 2026-11-26 22:00 to 2026-11-26 23:00 UTC**'))
    assert.ok(text.includes('within a window of 1 h. Short interruptions and slow answers are possible at any time'))
  })

  it('announce no less than was measured with its buffer, in whole quarters of an hour', () => {
    const text = renderRunbook(rehearsed({ change: change(0, { window: null, soakMs: 3_600_000 }) }))
    assert.ok(text.includes('> We will carry out planned maintenance within a window of 1 h 15 min.'))
    assert.ok(text.includes('[date and time]'))
  })

  it('never promise less trouble than was measured', () => {
    const seenIt = rehearsed({}, { upgrade: STALLED })
    const text = renderRunbook({ ...seenIt, judgement: { ...seenIt.judgement, verdict: 'go' } })
    assert.ok(text.includes('Expect interruptions or slow answers of up to 2 minutes, at any time within it.'))
  })
})
