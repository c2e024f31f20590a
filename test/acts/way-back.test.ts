import assert from 'node:assert/strict'
import type { Scene } from '../../harness/acts/scene.ts'
import { wayBackFrom } from '../../harness/acts/way-back.ts'
import type { Step, WayBack } from '../../harness/model/step.ts'

const tool = (command: string): Step => ({
  ...{ kind: 'migrate', label: `migrate ${command}` },
  tool: { command, told: command, environment: {}, timeoutMs: 1, in: null, cwd: '/specs' },
})
const WAIT: Step = { kind: 'wait', label: 'wait', waitMs: 1 }
const [A, B, C] = [tool('a'), tool('b'), tool('c')]

/** Steps of the rollback, counted from 0, that undo each migration of an upgrade. */
function undoing(upgrade: readonly Step[], steps: readonly Step[], way: 'down' | 'code-only' = 'down') {
  const rollback: WayBack = { way, steps, pointOfNoReturn: 'x' }
  const scene = { plan: { upgrade, rollback } } as unknown as Scene
  const migrations = upgrade.filter(({ kind }) => kind === 'migrate')
  return migrations.map((_, at) => wayBackFrom(scene, at)?.steps ?? null)
}

describe('the way back from a migration', () => {
  it('is all that migrates, where it is the only one', () => {
    assert.deepEqual(undoing([WAIT, A], [WAIT, B, C]), [[1, 2]])
  })

  it('is its mirror image among as many', () => {
    assert.deepEqual(undoing([A, WAIT, B], [C, WAIT, A]), [[2], [0]])
  })

  it('is nobody’s to tell among fewer or more, or where the way back is no migration', () => {
    assert.deepEqual(undoing([A, B], [C]), [null, null])
    assert.deepEqual(undoing([A, B], [A, B, C]), [null, null])
    assert.deepEqual(undoing([A], [WAIT]), [null])
    assert.deepEqual(undoing([A], [], 'code-only'), [null])
  })
})
