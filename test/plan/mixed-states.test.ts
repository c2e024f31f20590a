import assert from 'node:assert/strict'
import { restoring, type Step } from '../../harness/model/step.ts'
import { mixedMs, plannedStates, statesOf } from '../../harness/plan/mixed-states.ts'
import type { Plan } from '../../harness/plan/plan.ts'
import { planRehearsal } from '../../harness/plan/plan-rehearsal.ts'
import { SPEC } from './spec.ts'

const MIGRATE: Step = {
  kind: 'migrate',
  label: 'migrate',
  tool: { command: 'tool up', told: 'tool up', environment: {}, timeoutMs: 1_000, in: null, cwd: '/specs' },
}
const WAIT: Step = { kind: 'wait', label: 'wait', waitMs: 1 }

function to(version: string, strategy: 'rolling' | 'recreate' = 'rolling'): Step {
  return { kind: 'service', label: 'service', service: 'shop', version, strategy, replicas: 1, drainMs: 0 }
}

function plan(upgrade: readonly Step[], back: readonly Step[]): Plan {
  const rollback = { way: 'down', steps: back, pointOfNoReturn: 'never' } as const
  return { ...planRehearsal(SPEC), upgrade, rollback }
}

function states(upgrade: readonly Step[], back: readonly Step[]): readonly string[] {
  return plannedStates(plan(upgrade, back)).map(({ act, state }) => `${act}: ${state}`)
}

describe('mixtures of versions and schema', () => {
  it('are the old version on the new schema where migrations come first, and again on the way back', () => {
    assert.deepEqual(states([MIGRATE, WAIT, to('5.0')], [to('4.2'), MIGRATE]), [
      'upgrade: shop 4.2 on the new schema',
      'rollback: shop 4.2 on the new schema',
    ])
  })

  it('are the new version on the old schema where the service comes first', () => {
    assert.deepEqual(states([to('5.0'), MIGRATE], [MIGRATE, to('4.2')]), [
      'upgrade: shop 5.0 on the old schema',
      'rollback: shop 5.0 on the old schema',
    ])
  })

  it('are both where the schema is expanded first and contracted last', () => {
    assert.deepEqual(states([MIGRATE, to('5.0'), MIGRATE], [MIGRATE, to('4.2'), MIGRATE]), [
      'upgrade: shop 4.2 on a partly migrated schema',
      'upgrade: shop 5.0 on a partly migrated schema',
      'rollback: shop 5.0 on a partly migrated schema',
      'rollback: shop 4.2 on a partly migrated schema',
    ])
  })

  it('are none on a way back that restores a snapshot, whose outage is declared', () => {
    const rollback = restoring({ by: 'base-backup' }, { steps: [to('4.2')], pointOfNoReturn: 'never' })
    const restored = { ...planRehearsal(SPEC), upgrade: [to('5.0'), MIGRATE], rollback }
    assert.deepEqual(
      plannedStates(restored).map(({ act, state }) => `${act}: ${state}`),
      ['upgrade: shop 5.0 on the old schema'],
    )
  })

  it('are none where nothing migrates, or a service is only restarted', () => {
    assert.deepEqual(states([to('5.0')], [to('4.2')]), [])
    assert.deepEqual(states([MIGRATE, to('4.2')], [to('4.2'), MIGRATE]), [])
  })

  it('hold both versions at once while replicas are replaced one by one', () => {
    const rolling = statesOf(plan([MIGRATE, to('5.0')], []), 'upgrade')[1]?.during
    assert.equal(rolling, 'shop 4.2 and 5.0 side by side on the new schema')
    assert.equal(statesOf(plan([MIGRATE, to('5.0', 'recreate')], []), 'upgrade')[1]?.during, null)
  })

  it('take traffic for a tenth of an act, longer where requests are rare, never for long', () => {
    const at = (actTimeMs: number, ratePerSecond: number) => {
      const scenarios = [{ name: 'a', script: 'a.js', exec: null, ratePerSecond, vus: 1 }]
      return mixedMs({ actTimeMs, traffic: { ...planRehearsal(SPEC).traffic, scenarios } })
    }
    assert.deepEqual([at(20_000, 50), at(3_000, 50), at(20_000, 2), at(600_000, 50)], [2_000, 1_000, 5_000, 10_000])
  })
})
