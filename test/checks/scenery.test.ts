import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { act, catalog, endpoint, phase, step, trafficEnded, wholeRehearsal } from './journal.ts'

const SILENT = { endpoints: [], checks: [] }

function blockers(parts: Parameters<typeof wholeRehearsal>[0]) {
  const judgement = judge(wholeRehearsal(parts))
  const found = judgement.findings.filter(({ severity }) => severity === 'blocker')
  return { verdict: judgement.verdict, blockers: found.map(({ check }) => check) }
}

describe('evidence from after the scenery fell', () => {
  it('blames no journey for a k6 that was killed', () => {
    const killed = trafficEnded({ exitCode: 137, meaning: 'killed by SIGKILL', asExpected: false, summarised: false })
    const soak = [...act('soak', { status: 'failed', reason: 'expected k6 to play until the end' })]
    const parts = { soak: [killed, ...soak], restored: [phase('restored', SILENT)], audit: [catalog()] }
    assert.deepEqual(blockers(parts), { verdict: 'inconclusive', blockers: [] })
  })

  it('still judges what a killed k6 had shown', () => {
    const killed = trafficEnded({ exitCode: 137, meaning: 'killed by SIGKILL', asExpected: false, summarised: false })
    const soak = [phase('soak', { endpoints: [endpoint({ failed: 400 })] }), killed]
    assert.deepEqual(blockers({ soak, restored: [phase('restored', SILENT)] }), {
      verdict: 'no-go',
      blockers: ['latency-regressed'],
    })
  })

  it('blames no request, step or schema for a front that was killed', () => {
    const reason = 'expected the front to run until the end of the rehearsal, found: SIGKILL'
    const died: Fact = { kind: 'resource.died', act: 'soak', resource: 'the front', reason }
    const failing = { endpoints: [endpoint({ failed: 400 })] }
    const parts = {
      soak: [died, ...act('soak', { status: 'failed', reason })],
      rollback: [step('rollback', { ok: false, reason }), phase('rollback', failing)],
      restored: [phase('restored', failing)],
      audit: [
        trafficEnded(),
        catalog({ differences: [{ object: 'column public.orders.note', change: 'added', was: null, is: 'text' }] }),
      ],
    }
    assert.deepEqual(blockers(parts), { verdict: 'inconclusive', blockers: [] })
  })
})
