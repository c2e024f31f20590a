import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rehearsalJournal } from './rehearsal.ts'
import { HALF_AN_HOUR } from './size.ts'
import { timelineOf } from './timeline.ts'

const MOST_SECONDS = 3
const MOST_BYTES = 300e6
const MOST_PAGE_BYTES = 1.5e6
const FEWEST_FINDINGS = 40

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, keep: { type: 'string' } } })

/** What floor.ts and render.ts print; the former parses, and no more. */
interface Said {
  readonly cpuSeconds: number
  readonly peakBytes: number
  readonly readMs?: number
  readonly judgeMs?: number
  readonly renderMs?: number
  readonly findings?: number
}

/** A program of this folder in a fresh Node; what it printed, and the seconds from its start to its end. */
function run(program: string, folder: string): { readonly seconds: number; readonly said: Said } {
  const begunAt = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, program), folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return { seconds: (performance.now() - begunAt) / 1_000, said: JSON.parse(stdout) as Said }
}

function best(program: string, folder: string) {
  const rounds = Array.from({ length: Number(values.rounds) }, () => run(program, folder))
  return rounds.reduce((quickest, one) => (one.seconds < quickest.seconds ? one : quickest))
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function told(met: boolean, words: string): boolean {
  console.log(`${met ? 'met' : 'NOT met'}: ${words}`)
  return met
}

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'fulldress-report-'))
try {
  const timeline = JSON.stringify(timelineOf(HALF_AN_HOUR))
  const side = { file: 'timeline.json', sha256: createHash('sha256').update(timeline).digest('hex') }
  writeFileSync(join(folder, side.file), timeline)
  const entries = rehearsalJournal(HALF_AN_HOUR, side)
  writeFileSync(join(folder, 'journal.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  const journal = statSync(join(folder, 'journal.jsonl')).size
  const floor = best('floor.ts', folder)
  const { seconds, said } = best('render.ts', folder)
  console.log(
    `journal   ${entries.length} entries, ${mb(journal)}, ${HALF_AN_HOUR.endpoints} endpoints, ${HALF_AN_HOUR.migrations} migrations`,
  )
  console.log(
    `floor     ${floor.seconds.toFixed(2)} s, ${floor.said.cpuSeconds.toFixed(2)} s of processor, ${mb(floor.said.peakBytes)}: Node, and parsing the journal`,
  )
  const parts = (['readMs', 'judgeMs', 'renderMs'] as const).map((part) => `${part} ${Math.round(said[part] ?? 0)}`)
  console.log(
    `reports   ${seconds.toFixed(2)} s, ${said.cpuSeconds.toFixed(2)} s of processor, ${mb(said.peakBytes)} (${parts.join(', ')})`,
  )
  for (const file of readdirSync(folder)) {
    const { size } = statSync(join(folder, file))
    if (file !== 'journal.jsonl' && file !== side.file) console.log(`          ${file.padEnd(14)} ${mb(size)}`)
  }
  const page = statSync(join(folder, 'report.html')).size
  const met = [
    told((said.findings ?? 0) >= FEWEST_FINDINGS, `${said.findings} findings, at least ${FEWEST_FINDINGS}`),
    told(
      said.cpuSeconds <= MOST_SECONDS,
      `${said.cpuSeconds.toFixed(2)} s of processor, at most ${MOST_SECONDS} (${seconds.toFixed(2)} s by the clock, which is other work's too)`,
    ),
    told(said.peakBytes <= MOST_BYTES, `${mb(said.peakBytes)} of memory, at most ${mb(MOST_BYTES)}`),
    told(page < MOST_PAGE_BYTES, `report.html of ${mb(page)}, below ${mb(MOST_PAGE_BYTES)}`),
  ]
  if (met.includes(false)) process.exitCode = 1
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
}
