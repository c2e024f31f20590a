import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fold } from '../../harness/traffic/fold.ts'
import { SampleReader } from '../../harness/traffic/samples.ts'
import { generateRows } from './generate.ts'

const ROWS = Number(process.argv[2] ?? 10_000_000)
const NEEDED_PER_SECOND = 500_000
const MOST_GROWTH_BYTES = 64 * 1024 * 1024

interface Reading {
  readonly rows: number
  readonly rowsPerSecond: number
  /** Resident memory after a tenth of the file, and the most after that. */
  readonly earlyBytes: number
  readonly mostBytes: number
}

/** Streams the file through `take` on this one thread. */
async function read(file: string, take: (chunk: Buffer) => void): Promise<Reading> {
  const begunAt = performance.now()
  let bytes = 0
  let earlyBytes = 0
  let mostBytes = 0
  const { size } = await stat(file)
  for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
    take(chunk as Buffer)
    bytes += (chunk as Buffer).length
    const rss = process.memoryUsage.rss()
    if (bytes < size / 10) earlyBytes = Math.max(earlyBytes, rss)
    else mostBytes = Math.max(mostBytes, rss)
  }
  return { rows: ROWS, rowsPerSecond: (ROWS / (performance.now() - begunAt)) * 1000, earlyBytes, mostBytes }
}

/** The least that any reader does: find the ends of the rows. */
function scan(): (chunk: Buffer) => void {
  return (chunk) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1));
  }
}

function fold(): (chunk: Buffer) => void {
  const notice = {
    epoch: () => undefined,
    tick: () => undefined,
    acknowledged: () => undefined,
    refused: () => undefined,
  }
  const reader = new SampleReader(new Fold({ blockMs: 15_000, stallMs: 1000, arrivals: {}, notice }))
  return (chunk) => reader.push(chunk)
}

function print(name: string, { rowsPerSecond, earlyBytes, mostBytes }: Reading): void {
  const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`
  const speed = `${Math.round(rowsPerSecond / 1000)} k rows/s`
  console.log(
    `${name.padEnd(10)} ${speed.padStart(16)}   memory ${mib(earlyBytes)} after a tenth, at most ${mib(mostBytes)} later`,
  )
}

const folder = mkdtempSync(join(tmpdir(), 'fulldress-samples-'))
try {
  const file = join(folder, 'samples.csv')
  console.log(`generating ${ROWS} rows`)
  await generateRows(file, ROWS)
  const folded = await read(file, fold())
  print('fold', folded)
  print('bare scan', await read(file, scan()))
  const growth = folded.mostBytes - folded.earlyBytes
  const good = folded.rowsPerSecond >= NEEDED_PER_SECOND && growth < MOST_GROWTH_BYTES
  console.log(good ? 'met: 500 k rows/s, memory flat' : 'NOT met: 500 k rows/s, memory flat')
  if (!good) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
