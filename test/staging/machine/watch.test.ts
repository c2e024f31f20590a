import assert from 'node:assert/strict'
import { cpuTimesOf } from '../../../harness/staging/machine/cpu-times.ts'
import { paceBetween, watchMachine } from '../../../harness/staging/machine/watch.ts'

const STAT = 'cpu  100 20 30 400 50 6 7 80 9 0\ncpu0 1 1 1 1\nintr 5\n'

function ours(ticks: number, containers: boolean) {
  const own = { pid: 7, parent: 1, name: 'node', ticks, state: 'S', group: 7, started: '1' }
  return { processes: new Map([['7 1', own]]), containers }
}

describe('the pace of a machine', () => {
  it('is read from the times of all processors, guests not counted twice', () => {
    assert.deepEqual(cpuTimesOf(STAT), { all: 693, busy: 150, stolen: 80 })
    assert.equal(cpuTimesOf('cpu0 1 1 1 1\n'), null)
  })

  const at = (
    atMs: number,
    [all, busy, stolen]: readonly [number, number, number],
    ticks: number,
    containers = true,
  ) => ({
    atMs,
    times: { all, busy, stolen },
    ours: ours(ticks, containers),
  })
  const from = at(0, [1_000, 500, 10], 300)
  const to = at(20_000, [5_000, 2_500, 410], 1_500)

  it('tells what others took, what a hypervisor took, and the median of the works', () => {
    const seen = paceBetween({ from, to, works: [3, 1, 2, 9, 1.2], runtime: 'processes' })
    assert.deepEqual(
      { ...seen, cpus: 2 },
      {
        ...{ overMs: 20_000, cpus: 2, ours: 0.3, others: 0.2, stolen: 0.1, workMs: 2 },
      },
    )
  })

  it('is silent of others where the containers cannot be seen, and of works where there were few', () => {
    const blind = paceBetween({
      from: { ...from, ours: ours(0, false) },
      to,
      works: [1],
      runtime: 'containers',
    })
    assert.deepEqual([blind.ours, blind.others, blind.stolen, blind.workMs], [null, null, 0.1, null])
    const nowhere = paceBetween({ from: { ...from, times: null }, to, works: [], runtime: 'processes' })
    assert.deepEqual([nowhere.others, nowhere.stolen], [null, null])
  })

  it('is watched until it is asked', () => {
    using machine = watchMachine('processes')
    const { overMs, cpus, others } = machine.end()
    assert.ok(overMs >= 0 && cpus >= 1 && (others === null || others >= 0))
  })
})
