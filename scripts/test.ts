// `npm test`: types, style, what is unused, unit tests, live tests. The last line is `N passed, N failed[, N skipped]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Counts, NONE, plus } from './counts.ts'

interface Stage {
  readonly name: string
  readonly run: () => Promise<Counts>
}

/** In CI a test that could not run is a failure: the machine there was set up so that all can. */
const strict = process.env.CI === 'true'
const modules = 'node_modules'
const live = globSync('test/live/**/*.test.ts')
const unit = globSync('test/**/*.test.ts').filter((file) => !live.includes(file))

const stages: readonly Stage[] = [
  { name: 'types of the harness', run: () => check(join(modules, 'typescript/bin/tsc'), '-p', 'tsconfig.json') },
  {
    name: 'types of what runs in a browser',
    run: () => check(join(modules, 'typescript/bin/tsc'), '-p', 'harness/report/browser/tsconfig.json'),
  },
  {
    name: 'types of what drives a browser',
    run: () => check(join(modules, 'typescript/bin/tsc'), '-p', 'bench/browser/tsconfig.json'),
  },
  {
    name: 'types of the scenarios',
    run: () => check(join(modules, 'typescript/bin/tsc'), '-p', 'scenarios/tsconfig.json'),
  },
  {
    name: 'style and directions',
    run: () => check(join(modules, '@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  },
  { name: 'nothing unused', run: () => check(join(modules, 'knip/bin/knip.js')) },
  { name: 'unit tests', run: () => mocha(unit) },
  { name: 'live tests', run: () => mocha(live) },
]

let total = NONE
const beganAt = Date.now()
for (const { name, run } of stages) {
  process.stdout.write(`\n== ${name}\n`)
  const startedAt = Date.now()
  const counts = await run()
  total = plus(total, counts)
  process.stdout.write(`${sentence(counts)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`)
}
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

function sentence({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

async function check(program: string, ...args: readonly string[]): Promise<Counts> {
  return (await node([program, ...args])) === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 }
}

/** A run that dies before it has counted is one failure, whatever its exit code says. */
async function mocha(files: readonly string[]): Promise<Counts> {
  if (files.length === 0) return NONE
  const folder = mkdtempSync(join(tmpdir(), 'test-counts-'))
  const counted = join(folder, 'counts.json')
  try {
    const program = join(modules, 'mocha/bin/mocha.js')
    const code = await node([
      program,
      '--reporter',
      './scripts/reporter.ts',
      '--reporter-option',
      `counts=${counted}`,
      ...files,
    ])
    const counts: Counts = JSON.parse(readFileSync(counted, 'utf8'))
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch (error) {
    process.stdout.write(`mocha left no counts: ${error}\n`)
    return { ...NONE, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function node(argv: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'inherit', 'inherit'] })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.once('SIGINT', pass).once('SIGTERM', pass)
  const [code, signal] = await once(child, 'exit')
  process.off('SIGINT', pass).off('SIGTERM', pass)
  if (signal !== null) process.exit(signal === 'SIGINT' ? 130 : 143)
  return code
}
