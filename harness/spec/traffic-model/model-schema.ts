import { z } from 'zod'
import { parseRate, RATE_PATTERN } from '../../model/duration.ts'
import { duration, matching, scalar, share, span, text, wholeNumber } from '../words.ts'

const MOST_PER_SECOND = 1_000_000

/** An endpoint may have been silent in the peak window, so that unlike a spec's rates this one may be nothing. */
const rate = matching(RATE_PATTERN, 'a rate such as 20/s or 600/m')
  .refine((value) => (parseRate(value) ?? 0) <= MOST_PER_SECOND, { error: `a rate of at most ${MOST_PER_SECOND}/s` })
  .transform((value) => parseRate(value) ?? 0)

const count = wholeNumber(0, Number.MAX_SAFE_INTEGER, 'a whole number')
const amount = z.number({ error: 'a number' }).min(0, { error: 'a number of 0 or more' })

const RANGE = /^(\d{1,15})\.\.(\d{1,15})$/
const VALUES = 'a range such as 1..500, a list of texts, or null'

const values = z.union([
  z
    .string({ error: VALUES })
    .regex(RANGE, { error: VALUES })
    .transform((range) => {
      const [, first, last] = RANGE.exec(range) ?? []
      return { first: Number(first), last: Number(last) }
    })
    .refine(({ first, last }) => first <= last, { error: 'a range that begins with its smaller number' }),
  z.array(scalar, { error: VALUES }).min(1, { error: 'at least one value' }),
  z.null({ error: VALUES }),
])

const parameter = z.strictObject({
  kind: z.enum(['number', 'uuid', 'hash', 'date', 'email', 'file', 'text']),
  cardinality: wholeNumber(1, Number.MAX_SAFE_INTEGER, 'a whole number above zero'),
  values: values.prefault(null),
})

const sizes = z.strictObject({ p50: amount, p99: amount })

export const endpointSchema = z.strictObject({
  requests: count.prefault(0),
  rate: rate.optional(),
  peakRate: rate,
  peakPerMinute: z.array(count, { error: 'a list of whole numbers' }).prefault([]),
  parameters: z.record(matching(/^[a-z][a-z0-9]*$/, 'the name of a parameter in the path'), parameter).prefault({}),
  arrivals: z
    .strictObject({ are: z.enum(['even', 'poisson', 'bursty']), dispersion: amount, countedOver: span.prefault('1s') })
    .optional(),
  status: z.record(matching(/^[1-5]\d\d$/, 'a status such as 200'), share).prefault({}),
  responseBytes: sizes.optional(),
  requestBytes: sizes.optional(),
  latency: z.strictObject({ p50: duration, p90: duration, p99: duration }).optional(),
  headers: z.record(text, scalar).prefault({}),
  body: z.unknown().optional(),
})

const transition = z.strictObject({
  share,
  think: z.strictObject({ mean: duration, p50: duration, p90: duration }),
})

const sessions = z.strictObject({
  by: z.enum(['cookie', 'user', 'address']),
  count,
  idle: span.prefault('30m'),
  peakRate: rate,
  meanRequests: amount,
  starts: z.record(text, share),
  transitions: z.record(text, z.strictObject({ ends: share, next: z.record(text, transition).prefault({}) })),
})

const NOTHING_LEFT_OUT = { endpoints: 0, requests: 0 }

export const modelSchema = z.strictObject({
  learned: z.strictObject({
    format: text,
    lines: count,
    broken: count,
    span: duration,
    leftOut: z.strictObject({ endpoints: count, requests: count }).prefault(NOTHING_LEFT_OUT),
  }),
  peak: z.strictObject({ after: duration, length: span, rate }),
  concurrency: z
    .strictObject({ mean: amount, p99: amount, most: amount, byLittlesLaw: amount, peakPerMinute: z.array(amount) })
    .optional(),
  endpoints: z.record(matching(/^[A-Z]{3,20} \/\S*$/, 'a method and a path, such as GET /orders/:id'), endpointSchema),
  sessions: sessions.optional(),
})

/** A model of the right shape, durations in ms and rates per second. */
export type ShapedModel = z.output<typeof modelSchema>
