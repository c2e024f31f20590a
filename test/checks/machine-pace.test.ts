import assert from 'node:assert/strict'
import { judge } from '../../harness/checks/judge.ts'
import { explains, slowdownOf } from '../../harness/checks/machine-pace.ts'
import { playOf } from '../../harness/checks/play.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { compare, phaseOf, tripletsOf } from '../statistics/blocks-of.ts'
import { pace } from './compared.ts'
import { journal, LIMITS, phase, started, wholeRehearsal } from './journal.ts'

function slowdown(...paces: readonly Fact[]) {
  const play = playOf(journal(started(), ...paces))
  return play === null ? null : slowdownOf(play, 'soak')
}

describe('the pace of the machine', () => {
  it('is told with its causes from a tenth on', () => {
    assert.equal(slowdown(pace('baseline'), pace('soak', { others: 0.1179 })), null)
    assert.equal(slowdown(pace('baseline'), pace('soak', { others: 0.1181 }))?.words.includes('10 % slower'), true)
    assert.deepEqual(slowdown(pace('baseline'), pace('soak', { stolen: 0.2, workMs: 1.5 })), {
      share: 1 - (0.78 / 0.98) * 0.8,
      words:
        'the machine itself was 36 % slower in soak than in baseline (its hypervisor took 20 % of its CPU time, 0 % before, the same work took 25 % more CPU time)',
      evidence: [2, 3],
    })
  })

  it('is not known where a phase left no record, and what is not told is not held against it', () => {
    assert.equal(slowdown(pace('soak', { others: 0.9 })), null)
    assert.equal(slowdown(pace('baseline')), null)
    const blind = { others: null, stolen: null, workMs: null }
    assert.equal(slowdown(pace('baseline', blind), pace('soak', blind)), null)
  })

  it('explains a latency to the fourth power, and no errors', () => {
    const slower = { share: 0.3, words: '', evidence: [] }
    const said = (['p99', 'p99', 'errors'] as const).map((metric, at) =>
      explains(slower, { metric, ratio: [4.16, 4.17, 1.1][at] ?? 0 }),
    )
    assert.deepEqual(said, [true, false, false])
  })
})

/** Medians in ms of baseline, soak and restored, and what others took of the CPU in each. */
function verdictOf([a1, b, a2]: readonly [number, number, number], others: readonly [number, number, number] | null) {
  const [before, after, restored] = [a1, b, a2].map((medianMs, at) => phaseOf(at, { medianMs })) as [
    ReturnType<typeof phaseOf>,
    ReturnType<typeof phaseOf>,
    ReturnType<typeof phaseOf>,
  ]
  const { comparison } = compare(tripletsOf(before, after, restored))
  const paced = (name: 'baseline' | 'soak' | 'restored', at: number) =>
    others === null ? [] : [pace(name, { others: others[at] ?? 0 })]
  const limits = { ...LIMITS, endpoints: [] }
  const entries = wholeRehearsal({
    started: [started({ compares: true, limits })],
    soak: [...paced('baseline', 0), phase('soak'), ...paced('soak', 1)],
    restored: [phase('restored'), ...paced('restored', 2)],
    ended: [
      { kind: 'traffic.compared', durationMs: 1, unscheduled: [], ...comparison },
      { kind: 'rehearsal.ended', durationMs: 1 },
    ],
  })
  const asked = ['endpoint-regressed', 'rollback-restores-performance']
  const { checks } = judge(entries)
  return checks.filter(({ id }) => asked.includes(id)).map(({ ruling }) => ruling.ruling)
}

describe('a machine that becomes slower after the baseline', () => {
  const SLOWER = [50, 75, 75] as const

  it('is no regression, and no rollback that left something behind', () => {
    assert.deepEqual(verdictOf(SLOWER, [0.02, 0.3, 0.3]), ['unknown', 'unknown'])
  })

  it('is one where the pace was steady, or left no record: then the version did it', () => {
    assert.deepEqual(verdictOf(SLOWER, [0.02, 0.03, 0.02]), ['found', 'unknown'])
    assert.deepEqual(verdictOf(SLOWER, null), ['found', 'unknown'])
  })

  it('does not hide a version that is slower than the old one on the same slow machine', () => {
    assert.equal(verdictOf([50, 120, 75], [0.02, 0.3, 0.3])[0], 'found')
  })

  it('is no regression where it was slower in soak alone, and the endpoint with it: which did it cannot be told', () => {
    assert.equal(verdictOf([50, 75, 50], [0.02, 0.3, 0.02])[0], 'unknown')
    assert.equal(verdictOf([50, 75, 50], [0.02, 0.5, 0.2])[0], 'unknown')
  })

  it('does not hide a version that is slower than the machine explains, or still slow when the machine is quick again', () => {
    assert.equal(verdictOf([50, 400, 50], [0.02, 0.3, 0.02])[0], 'found')
    assert.equal(verdictOf([50, 75, 75], [0.02, 0.3, 0.02])[0], 'found')
    assert.equal(verdictOf([50, 75, 50], [0.02, 0.3, 0.3])[0], 'found')
  })
})
