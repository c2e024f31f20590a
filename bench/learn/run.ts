import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { learnTraffic } from '../../harness/access-logs/learn.ts'
import { generateLog, type Shape } from './generate.ts'

const MB = 1e6
const [speedMb = 300, longMb = 2_000] = process.argv.slice(2).map(Number)
const MOST_GROWTH_BYTES = 96 * 1024 * 1024

/** What each log is measured against: a line as a string, one regular expression, nothing made of it. */
const BARE: Readonly<Record<Shape, RegExp>> = {
  combined: /^(\S+) \S+ (\S+) \[([^\]]+)\] "(\S+) (\S+) [^"]*" (\d+) (\S+) "([^"]*)" "([^"]*)"$/,
  json: /"time_iso8601":"([^"]+)".*"request_method":"([^"]+)","request_uri":"([^"]+)","status":(\d+).*"request_time":([\d.]+)/,
}

interface Reading {
  readonly bytes: number
  readonly seconds: number
  /** CPU seconds of the process, collector of garbage and all. */
  readonly cpuSeconds: number
  readonly earlyBytes: number
  readonly mostBytes: number
}

async function measure(bytes: number, read: (sample: () => void) => Promise<void>): Promise<Reading> {
  let earlyBytes = 0
  let mostBytes = 0
  let samples = 0
  const cpu = process.cpuUsage()
  const begunAt = performance.now()
  await read(() => {
    const rss = process.memoryUsage.rss()
    if (samples++ < 400) earlyBytes = Math.max(earlyBytes, rss)
    mostBytes = Math.max(mostBytes, rss)
  })
  const { user, system } = process.cpuUsage(cpu)
  return {
    bytes,
    seconds: (performance.now() - begunAt) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    earlyBytes,
    mostBytes,
  }
}

async function* sampled(
  source: AsyncIterable<unknown> | Iterable<unknown>,
  sample: () => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    sample()
    yield chunk as Buffer
  }
}

function learn(source: AsyncIterable<Buffer>): Promise<unknown> {
  return learnTraffic(source, { windowMinutes: 10, visitors: 3, keep: [], onFormat: () => undefined })
}

/** Split and one expression per line, as a script of ten lines would do it. */
async function bare(source: AsyncIterable<Buffer>, expression: RegExp): Promise<void> {
  let rest = ''
  let found = 0
  for await (const chunk of source) {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (expression.exec(line) !== null) found++
  }
  if (found === 0) throw new Error('the bare expression found nothing')
}

function show(name: string, { bytes, seconds, cpuSeconds, mostBytes }: Reading): void {
  const speed = (per: number) => `${Math.round(bytes / MB / per)} MB/s`
  const memory = `${Math.round(mostBytes / 1024 / 1024)} MiB`
  console.log(
    `${name.padEnd(24)} ${speed(cpuSeconds).padStart(9)} of CPU ${speed(seconds).padStart(9)} by the clock   memory at most ${memory}`,
  )
}

async function compare(shape: Shape, needed: number, folder: string): Promise<boolean> {
  const file = join(folder, `${shape}.log`)
  await pipeline(Readable.from(generateLog(shape, speedMb * MB)), createWriteStream(file))
  const open = () => createReadStream(file, { highWaterMark: 256 * 1024 })
  const bytes = speedMb * MB
  const learned = await measure(bytes, async (sample) => void (await learn(sampled(open(), sample))))
  show(`${shape}, learned`, learned)
  show(`${shape}, split + regex`, await measure(bytes, (sample) => bare(sampled(open(), sample), BARE[shape])))
  rmSync(file)
  const met = bytes / MB / learned.cpuSeconds >= needed
  console.log(`${met ? 'met' : 'NOT met'}: ${shape} at ${needed} MB/s on one core`)
  return met
}

/** Written once and read from the disk, so that the generator's garbage is not in what is measured. */
async function long(folder: string): Promise<boolean> {
  const file = join(folder, 'long.log')
  await pipeline(Readable.from(generateLog('combined', longMb * MB)), createWriteStream(file))
  const open = createReadStream(file, { highWaterMark: 256 * 1024 })
  const reading = await measure(longMb * MB, async (sample) => void (await learn(sampled(open, sample))))
  rmSync(file)
  show(`${longMb} MB, learned`, reading)
  const growth = reading.mostBytes - reading.earlyBytes
  const met = growth < MOST_GROWTH_BYTES
  const mib = (value: number) => `${Math.round(value / 1024 / 1024)} MiB`
  console.log(
    `${met ? 'met' : 'NOT met'}: flat memory, ${mib(reading.earlyBytes)} after 100 MB, at most ${mib(reading.mostBytes)} (${Math.round(process.resourceUsage().maxRSS / 1024)} MiB max RSS of the process)`,
  )
  return met
}

const folder = mkdtempSync(join(tmpdir(), 'fulldress-learn-'))
try {
  const results = [
    await compare('combined', 60, folder),
    await compare('json', 40, folder),
    longMb > 0 ? await long(folder) : true,
  ]
  if (results.includes(false)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
