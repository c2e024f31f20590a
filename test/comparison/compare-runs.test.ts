import assert from 'node:assert/strict'
import { compareCommand } from '../../harness/commands/compare.ts'
import { compareRuns } from '../../harness/comparison/compare-runs.ts'
import { type Played, type RunOptions, runFolder } from './run.ts'

const STEADY = { 'POST /payments': { ms: 30 } }
const SLOW = { 'POST /payments': { ms: 45 } }

/** What `compare` says of two runs, and its exit code. */
async function said(earlier: Played, later: Played, options: RunOptions = {}) {
  using one = runFolder(earlier)
  using other = runFolder(later, { seed: 2, ...options })
  let text = ''
  const code = await compareCommand([one.folder, other.folder], {}, (some) => {
    text += some
  })
  return { code, lines: text.replaceAll(one.folder, 'ONE').replaceAll(other.folder, 'OTHER').trimEnd().split('\n') }
}

describe('two runs', () => {
  it('are compared block by block where both sent the same schedule', async () => {
    const { code, lines } = await said({ baseline: STEADY, soak: STEADY }, { baseline: STEADY, soak: SLOW })
    assert.equal(code, 1)
    assert.equal(lines[0], 'OTHER against ONE, block by block, for both sent the same schedule')
    assert.match(lines[3] ?? '', /^ {2}POST \/payments +6000 +p99 +9\d ms +14\d ms +REGRESSED +-$/)
    assert.match(lines[4] ?? '', /^ {2}REGRESSED {2}POST \/payments: p99 \+\d\d % \(\d+ to \d+ %\), /)
    assert.equal(lines.at(-1), 'REGRESSED  POST /payments')
  })

  it('are as before where nothing regressed', async () => {
    const { code, lines } = await said({ baseline: STEADY, soak: SLOW }, { baseline: STEADY, soak: SLOW })
    assert.deepEqual([code, lines.at(-1)], [0, 'NOTHING REGRESSED'])
  })

  it('are not said to be as before where they are too short to tell', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY }, { blocks: 4, perBlock: 15 })
    using other = runFolder({ baseline: STEADY, soak: STEADY }, { blocks: 4, perBlock: 15, seed: 2 })
    let text = ''
    await compareCommand([one.folder, other.folder], {}, (some) => {
      text += some
    })
    assert.match(
      text.trimEnd(),
      /\nNOTHING REGRESSED {2}1 of 1 not settled: a slowdown may hide there, and longer acts would tell$/,
    )
  })

  it('settle nothing where the baselines differ too, or the environments', async () => {
    const slower = await said({ baseline: STEADY, soak: STEADY }, { baseline: SLOW, soak: SLOW })
    assert.deepEqual(
      [slower.code, slower.lines.at(-1)],
      [3, 'NOT SETTLED  the baselines differ as well, so that the machine may be the cause'],
    )
    const host = { platform: 'linux x64', cpus: 8, memoryBytes: 8e9, node: 'v24.0.0' }
    const elsewhere = await said(
      { baseline: STEADY, soak: STEADY },
      { baseline: STEADY, soak: SLOW },
      { started: { host } },
    )
    assert.equal(elsewhere.code, 3)
    assert.equal(
      elsewhere.lines[1],
      'not the same environment: machine linux x64, 2 cores, 7 GiB and linux x64, 8 cores, 7 GiB',
    )
  })

  it('have no pairs where seed or blocks differ', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY })
    using other = runFolder({ baseline: STEADY, soak: SLOW }, { started: { seed: 8 }, blocks: 15 })
    const { pairing, soak } = await compareRuns(one, other)
    assert.deepEqual([pairing, soak?.endpoints[0]?.answer], ['blocks', 'regressed'])
  })

  it('are refused where one is none', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY })
    using other = runFolder({})
    await assert.rejects(compareCommand([one.folder, other.folder]), {
      message: `expected a run with a baseline or a soak in ${other.folder}, found neither`,
    })
  })
})
