import { RehearsalError } from '../errors.ts'
import type { TrafficModel } from '../model/traffic-model.ts'
import { BrokenLines } from './broken-lines.ts'
import { believed, type HeldRequest, held, isDoubtful, WITNESSES } from './doubtful-times.ts'
import { Lines } from './formats/lines.ts'
import type { LineFormat } from './formats/slices.ts'
import { harLines, LARGEST_HAR_BYTES, looksLikeHar } from './har.ts'
import { headOf } from './head.ts'
import type { WordRules } from './model/path-tree.ts'
import { routeWords } from './model/route-words.ts'
import { TrafficFold } from './model/traffic-fold.ts'
import { trafficModelOf } from './model/traffic-model-of.ts'
import { type FormatWish, recogniseFormat } from './recognise.ts'
import { RequestReader } from './request-reader.ts'

const MOST_LATE_SHARE = 0.05

export interface LearnOptions extends FormatWish {
  /** Length of the peak window. */
  readonly windowMinutes: number
  /** People that must have used a word of a path before it is kept. */
  readonly visitors: number
  /** Words of paths that are kept whoever used them. */
  readonly keep?: readonly string[]
  /** Told as soon as the format is known. */
  readonly onFormat: (format: Pick<LineFormat, 'name' | 'reading'>) => void
}

export interface Lesson {
  readonly model: TrafficModel
  readonly bytes: number
  /** First broken lines, masked. */
  readonly brokenExamples: readonly string[]
  readonly privateWords: number
  /** What the reader of the model should know of the log. */
  readonly remarks: readonly string[]
}

/** Learns a model from the bytes of an access log, in memory that does not grow with it. Throws `usage` where no line is a request. */
export async function learnTraffic(input: AsyncIterable<Buffer>, options: LearnOptions): Promise<Lesson> {
  const head = await headOf(input)
  if (options.format === 'har' || (options.format === undefined && looksLikeHar(head.text)))
    return learnHar(head.chunks, refusingFields(options))
  if (/\r[^\r\n]/.test(head.text) && !head.text.includes('\n')) throw withoutLineFeeds()
  const format = recogniseFormat(head.lines, options)
  options.onFormat(format)
  const pupil = new Pupil(format, options)
  for await (const chunk of head.chunks) pupil.push(chunk)
  return pupil.lesson([])
}

/** Their names are HAR's own; whoever maps them means another log. */
function refusingFields(options: LearnOptions): LearnOptions {
  if (Object.keys(options.fields ?? {}).length === 0) return options
  throw new RehearsalError(
    'usage',
    'expected --fields with JSON lines or CSV, found a HAR, which says itself what is what',
    'leave --fields out; for a log that is no HAR, say so: --format json',
  )
}

async function learnHar(chunks: AsyncIterable<Buffer>, options: LearnOptions): Promise<Lesson> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > LARGEST_HAR_BYTES) {
      throw new RehearsalError(
        'usage',
        `expected a HAR of at most ${LARGEST_HAR_BYTES / 1024 / 1024} MiB, found more`,
        'a HAR is read whole; give an access log, or save a shorter recording',
      )
    }
    parts.push(chunk)
  }
  const { lines, elsewhere } = harLines(Buffer.concat(parts).toString('utf8'))
  const format = {
    ...recogniseFormat(lines.split('\n', 50), { format: 'json' }),
    name: 'HAR',
    stamps: 'start' as const,
  }
  options.onFormat(format)
  // One visitor asks for each thing once: the words are those of whoever recorded it, who may keep them.
  const pupil = new Pupil(format, { ...options, visitors: 1 })
  pupil.push(Buffer.from(lines))
  return pupil.lesson(
    elsewhere === 0 ? [] : [`${elsewhere} requests to other sites than the first one's were left out`],
  )
}

/** One log being read. */
class Pupil {
  readonly #format: LineFormat
  readonly #words: WordRules
  readonly #reader: RequestReader
  readonly #fold: TrafficFold
  readonly #broken = new BrokenLines()
  readonly #lines: Lines
  #count = 0
  #bytes = 0
  #strange = 0
  #held: HeldRequest[] = []

  constructor(format: LineFormat, options: LearnOptions) {
    this.#format = format
    this.#reader = new RequestReader(format)
    this.#words = { enough: options.visitors, isRoute: routeWords(options.keep ?? []) }
    this.#fold = new TrafficFold({ windowMinutes: options.windowMinutes, words: this.#words })
    this.#lines = new Lines((bytes, start, end) => this.#line(bytes, start, end))
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length
    this.#lines.push(chunk)
  }

  lesson(remarks: readonly string[]): Lesson {
    this.#lines.finish()
    this.#settle(true)
    const { name, hasHeader = false } = this.#format
    const lines = this.#count - (hasHeader ? 1 : 0)
    if (this.#fold.requests === 0) throw allBroken(name, lines, this.#broken)
    if (this.#fold.late > this.#fold.requests * MOST_LATE_SHARE) throw outOfOrder(this.#fold)
    if (this.#strange > (this.#fold.requests + this.#strange) * MOST_LATE_SHARE) throw farApart(this.#strange, lines)
    const { wholeSeconds } = this.#reader
    const summary = { format: name, lines, broken: this.#broken.count, wholeSeconds, words: this.#words }
    const late = this.#fold.late === 0 ? [] : [`${this.#fold.late} lines are minutes older than lines before them`]
    const crowded = this.#fold.sessions.some((watch) => watch.crowded)
      ? ['more sessions were open at once than are remembered; some were cut']
      : []
    return {
      ...trafficModelOf(this.#fold, summary),
      bytes: this.#bytes,
      brokenExamples: this.#broken.examples,
      remarks: [...remarks, ...late, ...this.#leftOut(), ...crowded],
    }
  }

  #leftOut(): readonly string[] {
    const strange =
      this.#strange === 1
        ? '1 line was left out: its time is far from those of the lines around it'
        : `${this.#strange} lines were left out: their times are far from those of the lines around them`
    const few = 'fewer lines hold a request than do not; where more should, say how they are made: --format or --fields'
    return [...(this.#strange === 0 ? [] : [strange]), ...(this.#broken.count > this.#fold.requests ? [few] : [])]
  }

  #line(bytes: Buffer, start: number, end: number): void {
    this.#count++
    if (this.#count === 1 && this.#format.hasHeader === true) return
    if (!this.#reader.read(bytes, start, end)) {
      this.#broken.add(bytes, start, end, this.#count)
    } else if (this.#held.length > 0 || isDoubtful(this.#reader.atMs, this.#fold)) {
      this.#held.push(held(bytes, this.#reader, { start, end, number: this.#count }))
      if (this.#held.length === WITNESSES) this.#settle(false)
    } else if (!this.#fold.request(bytes, this.#reader)) {
      this.#strange++
      this.#broken.add(bytes, start, end, this.#count)
    }
  }

  #settle(ended: boolean): void {
    const requests = this.#held
    this.#held = []
    const right = believed(
      requests.map(({ request }) => request.atMs),
      this.#fold,
      ended,
    )
    for (const [index, { request, target, line, number }] of requests.entries()) {
      if (right[index] === true && this.#fold.request(target, request)) continue
      this.#strange++
      this.#broken.add(line, 0, line.length, number)
    }
  }
}

function allBroken(format: string, lines: number, { examples }: BrokenLines): RehearsalError {
  const found = lines === 0 ? 'an empty log' : `no request in ${lines} lines, such as ${examples[0] ?? 'none'}`
  return new RehearsalError(
    'usage',
    `expected requests in the format ${format}, found ${found}`,
    "give the format as the server's configuration has it, in single quotes: --format '$remote_addr [$time_local] \"$request\" $status'",
  )
}

function withoutLineFeeds(): RehearsalError {
  return new RehearsalError(
    'usage',
    'expected lines that end in a line feed, found carriage returns alone',
    "turn them into line feeds: tr '\\r' '\\n' < access.log | fulldress learn -",
  )
}

function farApart(strange: number, lines: number): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected times that follow each other, found ${strange} of ${lines} lines far from those around them`,
    'learn from the log of one server, of less than a year, without the lines that its clock stamped wrongly',
  )
}

function outOfOrder({ late, requests }: TrafficFold): RehearsalError {
  const percent = Math.round((late / requests) * 100)
  return new RehearsalError(
    'usage',
    `expected lines in order of time, found ${percent} % of them minutes older than lines before them`,
    'sort the log by time first, or learn from the log of one server: all of them together as they are have no peak',
  )
}
