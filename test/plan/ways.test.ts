import { deepEqual } from 'node:assert/strict'
import { type Step, stepsBack } from '../../harness/model/step.ts'
import { planRehearsal } from '../../harness/plan/plan-rehearsal.ts'
import { waysOf } from '../../harness/plan/ways.ts'
import type { Spec } from '../../harness/spec/spec.ts'
import { SPEC } from './spec.ts'

const OLD: Step = {
  kind: 'service',
  label: 'service shop 4.2 (rolling)',
  service: 'shop',
  version: '4.2',
  strategy: 'rolling',
  replicas: 2,
  drainMs: 5_000,
}

function ways(change: Partial<Spec>) {
  const plan = planRehearsal({ ...SPEC, ...change })
  return waysOf(plan).map((way) => [way.way, ...stepsBack(way).map(({ label }) => label)])
}

describe('the ways back of a plan', () => {
  it('begin with the declared one; a snapshot and code alone take its services back', () => {
    const rollback = { way: 'down', pointOfNoReturn: 'x', steps: [OLD, ...stepsBack(SPEC.rollback)] } as const
    deepEqual(ways({ rollback }), [
      ['down', 'service shop 4.2 (rolling)', 'migrate down migrations'],
      ['restore', 'restore the snapshot', 'service shop 4.2 (rolling)'],
      ['code-only', 'service shop 4.2 (rolling)'],
    ])
  })

  it('turn the upgrade’s services round where no way names them', () => {
    deepEqual(ways({ rollback: { way: 'none', reason: 'x', pointOfNoReturn: 'y' } }), [
      ['none'],
      ['restore', 'restore the snapshot', 'service shop 4.2 (rolling)'],
      ['code-only', 'service shop 4.2 (rolling)'],
    ])
  })

  it('are those that the spec declares, where it declares them', () => {
    const down = { way: 'down', pointOfNoReturn: 'x', steps: [] } as const
    const codeOnly = { way: 'code-only', pointOfNoReturn: 'y', steps: [OLD] } as const
    deepEqual(
      ways({ rollback: codeOnly, alternatives: [down] }).map(([way]) => way),
      ['code-only', 'down', 'restore'],
    )
  })

  it('are one where nothing is upgraded', () => {
    deepEqual(
      ways({ upgrade: [] }).map(([way]) => way),
      ['down'],
    )
  })
})
