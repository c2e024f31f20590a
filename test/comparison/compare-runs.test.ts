import assert from 'node:assert/strict'
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareCommand } from '../../harness/commands/compare.ts'
import { compareRuns } from '../../harness/comparison/compare-runs.ts'
import { keepNight } from '../../harness/comparison/history.ts'
import { nightOf } from '../../harness/comparison/night.ts'
import { LIMITS } from '../checks/journal.ts'
import { emptyHistory, foreignLines } from './known-nights.ts'
import { type Played, type RunOptions, runFolder } from './run.ts'

const STEADY = { 'POST /payments': { ms: 30 } }
const SLOW = { 'POST /payments': { ms: 45 } }

/** What `compare` says of two runs, and its exit code. */
async function said(earlier: Played, later: Played, options: RunOptions = {}) {
  using one = runFolder(earlier)
  using other = runFolder(later, { seed: 2, ...options })
  return await saidOf([one.folder, other.folder])
}

async function saidOf([one, other]: readonly [string, string]) {
  let text = ''
  const code = await compareCommand([one, other], {}, (some) => {
    text += some
  })
  return { code, lines: text.replaceAll(one, 'ONE').replaceAll(other, 'OTHER').trimEnd().split('\n') }
}

/** As if k6 had begun this late in the soak although users were free. */
function makeLate(folder: string, lateMs: number): void {
  const file = join(folder, 'journal.jsonl')
  const lines = readFileSync(file, 'utf8').split('\n')
  const late = lines.map((line) =>
    line.includes('"phase":"soak"') ? line.replace(/"idleP99Ms":[^,]+/, `"idleP99Ms":${lateMs}`) : line,
  )
  writeFileSync(file, late.join('\n'))
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

  it('are told without what a name would do to a terminal or a CI', async () => {
    const [steady, slow] = [{ 'x\u001b[2J\n::error::y': { ms: 30 } }, { 'x\u001b[2J\n::error::y': { ms: 45 } }]
    const { lines } = await said({ baseline: steady, soak: steady }, { baseline: steady, soak: slow })
    assert.equal(lines.at(-1), 'REGRESSED  x ::error::y')
    assert.match(lines[3] ?? '', /^ {2}x ::error::y +6000 /)
  })

  it('are as before where nothing regressed', async () => {
    const { code, lines } = await said({ baseline: STEADY, soak: SLOW }, { baseline: STEADY, soak: SLOW })
    assert.deepEqual([code, lines.at(-1)], [0, 'NOTHING REGRESSED'])
  })

  it('say as JSON why they settle nothing', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY }, { blocks: 2 })
    let text = ''
    const code = await compareCommand([one.folder, one.folder], { json: true }, (some) => {
      text += some
    })
    const { unsettled } = JSON.parse(text) as { readonly unsettled: unknown }
    assert.deepEqual([code, unsettled], [3, 'too few blocks for anything to be REGRESSED: 2 in a soak'])
  })

  it('are not said to be as before where they are too short to tell', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY }, { blocks: 4, perBlock: 15 })
    using other = runFolder({ baseline: STEADY, soak: STEADY }, { blocks: 4, perBlock: 15, seed: 2 })
    let text = ''
    await compareCommand([one.folder, other.folder], {}, (some) => {
      text += some
    })
    assert.match(text.trimEnd(), /\nNOT SETTLED {2}too few blocks for anything to be REGRESSED: 4 in a soak$/)
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

  it('settle nothing where the later soak hardly reached what the earlier one did, by the rule of a run’s own soak', async () => {
    const more = (perBlock: number) => ({ ...STEADY, 'GET /b': { ms: 50, perBlock } })
    const { code, lines } = await said({ baseline: more(60), soak: more(60) }, { baseline: more(60), soak: more(29) })
    assert.deepEqual(
      [code, lines.at(-1)],
      [3, 'NOT SETTLED  the later soak reached less than half of what was due: GET /b (580 of 1200)'],
    )
  })

  it('settle nothing where k6 was late in one of them, whatever became slower', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY })
    using other = runFolder({ baseline: STEADY, soak: SLOW }, { seed: 2 })
    makeLate(other.folder, 300)
    for (const [folders, run] of [
      [[one.folder, other.folder], 'later'],
      [[other.folder, one.folder], 'earlier'],
    ] as const) {
      const { code, lines } = await saidOf(folders)
      assert.equal(code, 3)
      assert.match(
        lines.at(-1) ?? '',
        new RegExp(`^NOT SETTLED {2}k6 started iterations late in soak .*p99 300 ms .* of the ${run} run$`),
      )
    }
    makeLate(other.folder, 40)
    assert.deepEqual(
      (await saidOf([one.folder, other.folder])).lines.at(-1),
      'NOT SETTLED  k6 was later itself, p99 of the lag 2 ms and 40 ms',
    )
    makeLate(other.folder, 10)
    assert.equal((await saidOf([one.folder, other.folder])).code, 1)
  })

  it('settle nothing where nothing could have been seen: too few blocks, no control, an endpoint gone or none in common', async () => {
    const steady = { baseline: STEADY, soak: STEADY }
    const lastLine = async (earlier: Played, later: Played, options: RunOptions = {}) => {
      const { code, lines } = await said(earlier, later, options)
      return [code, lines.at(-1)]
    }
    assert.deepEqual(await lastLine(steady, { baseline: STEADY, soak: SLOW }, { blocks: 2 }), [
      3,
      'NOT SETTLED  too few blocks for anything to be REGRESSED: 2 in a soak',
    ])
    assert.deepEqual(await lastLine(steady, { soak: STEADY }), [
      3,
      'NOT SETTLED  one of the runs has no baseline, so that the machine may be the cause of a difference',
    ])
    const more = { ...STEADY, 'GET /b': { ms: 50 } }
    assert.deepEqual(await lastLine({ baseline: more, soak: more }, { baseline: more, soak: STEADY }), [
      3,
      'NOT SETTLED  the later soak reached less than half of what was due: GET /b (0 of 6000)',
    ])
    const others = { 'GET /z': { ms: 50 } }
    assert.deepEqual(await lastLine(steady, { baseline: others, soak: others }), [
      3,
      'NOT SETTLED  no endpoint was asked for in both soaks',
    ])
  })

  it('say by which margins they are held against each other, and which of them was missed', async () => {
    const steady = { baseline: STEADY, soak: STEADY }
    const own = { endpoints: [{ endpoint: 'POST /payments', p99Ms: null, errorRate: null, margin: 0.02 }] }
    const usual = await said(steady, steady)
    const told = usual.lines.filter((line) => line.startsWith('by the later run'))
    assert.deepEqual(told, [
      "by the later run's limits, a rise below +25 % of p99, +10 % of p95, +10 % of p90 and +1 % of requests failing is as before; REGRESSED is a rise by 10 % and 5 ms at least, or by 0.1 % of requests failing; alpha 0.01",
    ])
    const narrow = await said(steady, steady, { started: { limits: { ...LIMITS, ...own } } })
    assert.ok(narrow.lines.some((line) => line.startsWith('  POST /payments: a rise below +2 % of latency and +1 % ')))
    const missed = narrow.lines.find((line) => line.startsWith('  not settled  POST /payments: p99 '))
    assert.match(missed ?? narrow.lines.join('\n'), /: could hide up to \+[\d.]+ %, margin \+2\.0 %$/)
  })

  it('say of which endpoints no tail could be seen', async () => {
    using one = runFolder({ baseline: STEADY, soak: STEADY }, { perBlock: 10 })
    using other = runFolder({ baseline: STEADY, soak: STEADY }, { perBlock: 10, seed: 2 })
    const { code, lines } = await saidOf([one.folder, other.folder])
    assert.deepEqual(
      [code, lines.at(-1)],
      [0, 'NOTHING REGRESSED  but too few requests to see a tail of POST /payments'],
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

  it('are compared beside a history in which somebody else wrote, and say so', async () => {
    using run = runFolder({ baseline: STEADY, soak: STEADY, restored: STEADY }, { blocks: 4 })
    using here = emptyHistory()
    const one = nightOf(run.folder, run.entries, 'go')
    assert.ok(one !== null)
    keepNight(here.history, one)
    const foreign = foreignLines(one)
    for (const file of readdirSync(here.history))
      appendFileSync(join(here.history, file), foreign.map((line) => `${line}\n`).join(''))
    let text = ''
    await compareCommand([run.folder, run.folder], here, (some) => {
      text += some
    })
    assert.deepEqual(text.trimEnd().split('\n').slice(-3, -1), [
      '1 earlier night in this environment, no endpoint with another level',
      `  ${foreign.length} entries of the history hold no night and are passed over`,
    ])
  })
})
