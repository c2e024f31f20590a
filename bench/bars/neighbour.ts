import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { entriesOf } from '../../harness/model/evidence.ts'
import { headlines, journalOf, reaches, startFulldress, verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/** Loops end by themselves, should the bar die before it ends them. */
const LONGEST_MS = 300_000
const PER_CORE = 3
const FIXTURE = resolve(import.meta.dirname, '../../test/fixtures/hangs')

/**
 * A neighbour comes after the baseline and stays: what is slower then is not the new version's doing, and must not be
 * NO-GO. The same without a neighbour is GO, and a version that burns CPU itself is NO-GO.
 */
const CASES = [
  { name: 'a neighbour that stays', neighbour: true, upgradeTo: '2', expected: ['inconclusive', 'go'] },
  { name: 'nobody beside it', neighbour: false, upgradeTo: '2', expected: ['go'] },
  { name: 'a version that burns CPU', neighbour: false, upgradeTo: 'greedy', expected: ['no-go'] },
] as const

const { runtimes, only, count } = barOptions(process.argv, 1)
let missed = 0
for (const runtime of runtimes)
  for (const one of CASES.filter(({ name }) => name.includes(only)))
    for (let run = 1; run <= count; run++) if (!(await play(one, runtime))) missed++
console.log(missed === 0 ? 'bar holds: a slower machine is not blamed on the version' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1

async function play({ name, neighbour, upgradeTo, expected }: (typeof CASES)[number], runtime: string) {
  const folder = mkdtempSync(join(tmpdir(), 'neighbour-'))
  let loops: readonly ChildProcess[] = []
  try {
    cpSync(FIXTURE, folder, { recursive: true })
    const file = join(folder, 'rehearsal.neighbour.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('web: "2"', `web: "${upgradeTo}"`))
    const out = join(folder, 'run')
    const { ended } = startFulldress(['rehearse', file, '--runtime', runtime, '--out', out], { limitSeconds: 400 })
    const isAfterBaseline = await reaches(out, (entry) => entry.kind === 'act.ended' && entry.act === 'baseline', ended)
    if (neighbour && isAfterBaseline) loops = busyLoops(availableParallelism() * PER_CORE)
    const { seconds, stderr } = await ended
    const verdict = verdictOf(out)
    const holds = (expected as readonly string[]).includes(verdict.verdict)
    console.log(`${holds ? 'holds ' : 'MISSED'} ${runtime}, ${name}: ${verdict.verdict}, ${seconds.toFixed(0)} s`)
    if (!holds) console.log(stderr.split('\n').slice(-5).join('\n'))
    for (const line of headlines(verdict)) console.log(`  ${line}`)
    for (const { id, because } of verdict.checks.filter(({ ruling }) => ruling === 'unknown'))
      console.log(`  unknown ${id}: ${because}`)
    for (const { phase, others, ours, stolen, workMs } of entriesOf(journalOf(out), 'machine.pace'))
      console.log(`  ${phase}: ours ${ours}, others ${others}, stolen ${stolen}, work ${workMs} ms`)
    return holds
  } finally {
    for (const loop of loops) loop.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

function busyLoops(loops: number): readonly ChildProcess[] {
  const program = `const end = Date.now() + ${LONGEST_MS}; while (Date.now() < end);`
  return Array.from({ length: loops }, () => spawn(process.execPath, ['-e', program], { stdio: 'ignore' }))
}
