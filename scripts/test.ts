// `npm test`: types, style, what is unused, unit tests, live tests. The last line is `N passed, N failed[, N skipped]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Counts, NONE, plus } from './counts.ts'
import { type LiveGroup, liveTests } from './live-tests.ts'

interface Stage {
  readonly name: string
  readonly run: (say: Say) => Promise<Counts>
}

type Say = (output: string | Uint8Array) => void

/** In CI a test that could not run is a failure: the machine there was set up so that all can. */
const strict = process.env.CI === 'true'
const modules = 'node_modules'
const live = globSync('test/live/**/*.test.ts').toSorted()
const unit = globSync('test/**/*.test.ts').filter((file) => !live.includes(file))
const { beside, alone } = liveTests(live)

// Hundreds of our own programs are started, each of which would read and strip the same types from the same files.
process.env.NODE_COMPILE_CACHE ??= resolve(modules, '.cache', 'compiled')

const checks: readonly Stage[] = [
  check('types of the harness', join(modules, 'typescript/bin/tsc'), '-p', 'tsconfig.json'),
  check(
    'types of what runs in a browser',
    ...[join(modules, 'typescript/bin/tsc'), '-p', 'harness/report/browser/tsconfig.json'],
  ),
  check('types of what drives a browser', join(modules, 'typescript/bin/tsc'), '-p', 'bench/browser/tsconfig.json'),
  check('types of the scenarios', join(modules, 'typescript/bin/tsc'), '-p', 'scenarios/tsconfig.json'),
  check('style and directions', join(modules, '@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  check('nothing unused', join(modules, 'knip/bin/knip.js')),
  mocha({ name: 'unit tests', files: unit }),
]

const LAST_WORDS_MS = 1_000
/** By which signal a stage ended: no other one is begun then. */
let interrupted: NodeJS.Signals | null = null

const beganAt = Date.now()
// Where none is at hand one is built, for minutes: once, and not by each test that needs one. What fails fails there.
const k6 = node(['scripts/bring-k6.ts'], (output) => process.stderr.write(output))
// They wait for much of their time: three of them keep two processors busy.
let total = await perform([...checks, ...beside.map(liveTest)], availableParallelism() > 1 ? 3 : 1)
total = plus(total, await perform([liveTest(alone)], 1))
const bars = globSync('bench/bars/*.ts')
process.stdout.write(
  `\nWhat takes longer than a minute by nature ran with a reduced count, if at all: npm run bar -- NAME (${bars.length} bars)\n`,
)
if (strict && total.skipped > 0) {
  process.stdout.write(`${total.skipped} tests could not run here, which counts as failed with CI=true\n`)
  total = { ...total, failed: total.failed + total.skipped, skipped: 0 }
}
process.stdout.write(`all of it took ${((Date.now() - beganAt) / 60_000).toFixed(1)} min\n${sentence(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0

/** Performs stages in order, so many at a time. What several say meanwhile is kept apart: each is told when it has ended. */
async function perform(stages: readonly Stage[], atOnce: number): Promise<Counts> {
  const waiting = [...stages]
  let counted = NONE
  const lane = async () => {
    for (let stage = waiting.shift(); stage !== undefined && interrupted === null; stage = waiting.shift()) {
      const startedAt = Date.now()
      const said: (string | Uint8Array)[] = []
      const say: Say = atOnce === 1 ? (output) => process.stdout.write(output) : (output) => said.push(output)
      say(`\n== ${stage.name}\n`)
      const counts = await stage.run(say)
      say(`${sentence(counts)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`)
      for (const output of said) process.stdout.write(output)
      counted = plus(counted, counts)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  if (interrupted !== null) process.exit(interrupted === 'SIGINT' ? 130 : 143)
  return counted
}

function sentence({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function check(name: string, program: string, ...args: readonly string[]): Stage {
  const run = async (say: Say) =>
    (await node([program, ...args], say)) === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 }
  return { name, run }
}

/** A run that dies before it has counted is one failure, whatever its exit code says. */
function mocha({ name, files }: LiveGroup, ...options: readonly string[]): Stage {
  const run = async (say: Say) => {
    if (files.length === 0) return NONE
    const folder = mkdtempSync(join(tmpdir(), 'test-counts-'))
    const counted = join(folder, 'counts.json')
    try {
      const reporter = ['--reporter', './scripts/reporter.ts', '--reporter-option', `counts=${counted}`]
      const code = await node([join(modules, 'mocha/bin/mocha.js'), ...reporter, ...options, ...files], say)
      const counts: Counts = JSON.parse(readFileSync(counted, 'utf8'))
      return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
    } catch (error) {
      say(`mocha left no counts: ${error}\n`)
      return { ...NONE, failed: 1 }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { name, run }
}

/** With neighbours a start takes longer. The limit is there for what hangs: what is timed holds its own. */
function liveTest({ name, files }: LiveGroup): Stage {
  const { run } = mocha({ name, files }, '--timeout', '60000')
  return { name: `live tests: ${name}`, run: (say) => k6.then(() => run(say)) }
}

async function node(argv: readonly string[], say: Say): Promise<number | null> {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.on('data', say)
  child.stderr.on('data', say)
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.once('SIGINT', pass).once('SIGTERM', pass)
  const closed = once(child, 'close')
  const [code, signal] = await once(child, 'exit')
  process.off('SIGINT', pass).off('SIGTERM', pass)
  // Whatever it left running may hold its streams for ever.
  await Promise.race([closed, sleep(LAST_WORDS_MS)])
  child.stdout.destroy()
  child.stderr.destroy()
  interrupted ??= signal
  return code
}
