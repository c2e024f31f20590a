import { createReadStream, existsSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Lesson, learnTraffic } from '../access-logs/learn.ts'
import { MOST_WINDOW_MINUTES } from '../access-logs/model/recent-minutes.ts'
import { describe, RehearsalError } from '../errors.ts'
import { formatBytes, formatCount, formatDuration, formatRate } from '../model/duration.ts'
import type { TrafficModel } from '../model/traffic-model.ts'
import { writeTrafficModel } from '../spec/traffic-model/write-model.ts'
import { fieldMap } from './learn/field-map.ts'
import { Interrupted, listenForInterrupts } from './rehearse/interrupts.ts'
import { writeOut } from './write-out.ts'

const FILE = 'traffic.yaml'
const CHUNK_BYTES = 256 * 1024

export interface LearnCommandOptions {
  readonly format?: string
  /** `role=field,role=field`. */
  readonly fields?: string
  /** Length of the peak window, in ms. */
  readonly window?: number
  /** People that must have used a word of a path before it is kept. */
  readonly visitors?: number
  /** Words of paths, separated by commas. */
  readonly keep?: string
  readonly out?: string
  readonly json?: boolean
}

/** Learns a traffic model from an access log, `-` for stdin. Resolves to the exit code; the model is written by then. */
export async function learnCommand(log: string, options: LearnCommandOptions): Promise<number> {
  using interrupts = listenForInterrupts()
  const { out = FILE, json = false, window = 600_000, visitors = 3, format } = options
  try {
    refuseToOverwrite(out)
    const lesson = await learnTraffic(bytesOf(log, interrupts.signal), {
      format,
      fields: options.fields === undefined ? {} : fieldMap(options.fields),
      windowMinutes: windowMinutes(window),
      visitors,
      keep: (options.keep ?? '').split(/[,/\s]+/).filter((word) => word !== ''),
      onFormat: ({ name, reading }) => process.stderr.write(`    reading ${[name, ...reading].join('; ')}\n`),
    })
    writeOut(out, writeTrafficModel(lesson.model), 'new')
    process.stdout.write(
      json ? `${JSON.stringify({ fulldress: 1, model: lesson.model }, null, 2)}\n` : lessonText(lesson, out),
    )
    return 0
  } catch (error) {
    if (interrupts.signal.reason instanceof Interrupted) return interrupts.signal.reason.exitCode
    throw error
  }
}

/** What was learned, in a few lines. */
export function lessonText({ model, bytes, brokenExamples, privateWords, remarks }: Lesson, file: string): string {
  const { learned, peak, endpoints, sessions, concurrency } = model
  const bodiless = endpoints.filter(({ needsBody }) => needsBody)
  const valueless = endpoints.filter(({ parameters }) => parameters.some(({ values }) => values === null))
  const line = (what: string, text: string) => `  ${what.padEnd(13)} ${text}`
  return [
    `learned ${formatCount(learned.lines)} lines, ${formatBytes(bytes)}, ${formatDuration(learned.spanMs)} of traffic   ${learned.format}`,
    ...(learned.broken === 0
      ? []
      : [line('broken', learned.broken === 1 ? '1 line holds no request' : `${learned.broken} lines hold no request`)]),
    ...brokenExamples.map((example) => line('', example)),
    line('endpoints', `${endpoints.length}; ${leftOut(learned.leftOut)}`),
    line(
      'peak',
      `${formatRate(peak.perSecond)} for ${formatDuration(peak.lengthMs)}, ${formatDuration(peak.afterMs)} after the first request`,
    ),
    line('arrivals', arrivals(model)),
    line('in flight', concurrency === null ? 'the log has no latencies' : inFlight(concurrency)),
    line(
      'sessions',
      sessions === null
        ? 'the log does not tell visitors apart'
        : `${formatCount(sessions.count)} by ${sessions.by}, ${Number(sessions.meanRequests.toPrecision(3))} requests each`,
    ),
    ...(bodiless.length === 0 ? [] : [line('needs bodies', bodiless.map(({ name }) => name).join(', '))]),
    ...(valueless.length === 0 ? [] : [line('needs values', valueless.map(({ name }) => name).join(', '))]),
    ...(privateWords === 0
      ? []
      : [
          line(
            'private',
            `${privateWords} words in paths became values: too few used them, or they look like names; --keep WORD,... keeps words`,
          ),
        ]),
    ...remarks.map((remark) => line('note', remark)),
    `written to ${file}; review it, then say traffic: {model: ${file}} in the spec`,
    '',
  ].join('\n')
}

/** Counts are kept per minute, of an hour at most. */
function windowMinutes(ms: number): number {
  const minutes = ms / 60_000
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_WINDOW_MINUTES) return minutes
  throw new RehearsalError(
    'usage',
    `expected --window in whole minutes from 1m to ${MOST_WINDOW_MINUTES}m, found ${formatDuration(ms)}`,
    'such as --window 15m',
  )
}

function leftOut({ endpoints, requests }: TrafficModel['learned']['leftOut']): string {
  return requests === 0 ? 'none left out' : `${endpoints} with ${requests} requests left out: too rare, or not there`
}

function arrivals({ endpoints }: TrafficModel): string {
  const counted = Map.groupBy(endpoints, ({ dispersion }) => dispersion?.arrivals ?? 'too few to tell')
  return [...counted].map(([kind, group]) => `${kind} at ${group.length}`).join(', ')
}

function inFlight({ mean, p99, most, byLittlesLaw }: NonNullable<TrafficModel['concurrency']>): string {
  const [seen, tail, top, law] = [mean, p99, most, byLittlesLaw].map((value) => Number(value.toPrecision(3)))
  return `mean ${seen} (${law} by Little's law), p99 ${tail}, most ${top}`
}

async function* bytesOf(log: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const source = log === '-' ? process.stdin : createReadStream(log, { highWaterMark: CHUNK_BYTES })
  let unzip: ReturnType<typeof createGunzip> | null = null
  try {
    if (!log.endsWith('.gz')) {
      for await (const chunk of source) {
        signal.throwIfAborted()
        yield chunk as Buffer
      }
      return
    }
    unzip = createGunzip({ chunkSize: CHUNK_BYTES })
    const piped = pipeline(source, unzip, { signal })
    piped.catch(() => undefined)
    for await (const chunk of unzip) yield chunk as Buffer
  } catch (error) {
    if (signal.aborted || error instanceof RehearsalError) throw error
    throw new RehearsalError(
      'file-missing',
      `expected an access log at ${log}, found none that can be read (${describe(error)})`,
      'name a file, or - for stdin: zcat access.log.*.gz | fulldress learn -',
      error,
    )
  }
}

function refuseToOverwrite(file: string): void {
  if (!existsSync(file)) return
  throw new RehearsalError(
    'usage',
    `expected no file at ${file}, found one, which somebody may have reviewed`,
    'name another with --out, and compare the two',
  )
}
