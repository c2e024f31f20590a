import { z } from 'zod'
import { bounded, duration, rate, share, span, text, wholeNumber } from './words.ts'

const yes = z.boolean({ error: 'true or false' })

/** A share that may exceed one, such as a margin of 1.5: two and a half times as slow. */
const rise = z.number({ error: 'a share above zero, such as 0.25' }).positive({ error: 'a share above zero' })

const effect = z.strictObject({
  share: rise.describe('Smallest rise that is worth a blocker, as a share; 0.1 unless said.').optional(),
  latency: duration.describe('Smallest rise that is worth a blocker, as a time; 5ms unless said.').optional(),
})

const endpoint = z.strictObject({
  p99: duration.describe('p99 of a steady phase.').optional(),
  errorRate: share.describe('Share of failed requests in a steady phase.').optional(),
  gate: yes
    .describe(
      'GO then needs proof that this endpoint is as before, within the margin; without it the rest may be unseen.',
    )
    .optional(),
  margin: rise
    .describe(
      'How much slower than before still counts as equivalent, as a share; 0.25 for p99, 0.1 below, unless said.',
    )
    .optional(),
  effect: effect.describe('What a proven slowdown must amount to before it blocks.').optional(),
  objective: share
    .describe('Service level objective of this endpoint: share of its requests that must succeed over 30 days.')
    .optional(),
})

const burnRates = z
  .record(bounded('a window such as 1h or 6h'), rise)
  .describe(
    'How many times faster than its objective allows the error budget may be spent in a window that begins with the transition, as in { 1h: 14.4, 6h: 6 }; what the steady phase after it fails is taken to go on.',
  )

export const limitsSchema = z.strictObject({
  endpoints: z
    .record(text, endpoint)
    .prefault({})
    .describe(
      'Limits by endpoint: method and `name` tag of its requests, or without a tag method and path with :id for numbers and UUIDs, as in "GET /tickets/:id"; "*" is for all others.',
    ),
  slo: text
    .describe('A Keptn slo.yaml (spec 0.1 to 1.0) whose score the soak has to reach as well; relative to the spec.')
    .optional(),
  burnRates: burnRates.optional(),
  accessExclusive: duration
    .prefault('500ms')
    .describe('Longest that one transaction of a step may hold ACCESS EXCLUSIVE on a relation in use.'),
  stall: span.prefault('1s').describe('A request slower than this counts as stalled.'),
  stalledRequests: wholeNumber(0, 1e9, 'a whole number')
    .prefault(0)
    .describe('Stalled requests allowed behind one lock queue.'),
  objective: share
    .prefault(0.999)
    .describe('Service level objective: share of requests that must succeed over 30 days.'),
  errorBudgetShare: share.prefault(0.05).describe('Share of the 30-day error budget that a transition may spend.'),
  productionRate: rate.describe('Requests in production; the rehearsal’s own rate unless said.').optional(),
  generatorLag: duration
    .prefault('5ms')
    .describe(
      'p99 by which iterations may start late though users are free; above it the generator did not keep up. Really applied is the largest of this, a tenth of the quickest endpoint’s p99 and, in acts below 5000 iterations, a tenth of the tightest p99 or stall limit.',
    ),
  droppedShare: share
    .prefault(0.001)
    .describe('Share of dropped iterations above which the generator did not keep up.'),
})
