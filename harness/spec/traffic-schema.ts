import { z } from 'zod'
import {
  duration,
  environment,
  matching,
  PLACEHOLDERS,
  rate,
  scriptName,
  share,
  span,
  text,
  wholeNumber,
} from './words.ts'
import { ledgerSchema } from './writes-schema.ts'

const scenario = z.strictObject({
  script: text.describe('k6 script, JavaScript or TypeScript; relative to the spec.'),
  exec: matching(/^[A-Za-z_$][\w$]*$/, 'the name of an exported function')
    .describe('Exported function; without one the script’s own scenarios, or its default function.')
    .optional(),
  rate: rate
    .describe(
      'Arrivals on an open schedule; without it, as the script’s own options say, where an executor that counts VUs is a closed loop, which hides stalls.',
    )
    .optional(),
  vus: wholeNumber(1, 10_000, 'a whole number of VUs from 1 to 10000')
    .prefault(20)
    .describe('Most iterations under way at once, unless the script’s own options ask for others.'),
})

export const trafficSchema = z.strictObject({
  environment: environment.prefault({}).describe(`Environment of the scripts (__ENV). Placeholders: ${PLACEHOLDERS}.`),
  scenarios: z
    .record(scriptName, scenario)
    .refine((scenarios) => Object.keys(scenarios).length > 0, { error: 'at least one scenario' })
    .describe('Scenarios, by name.'),
  ledgers: z
    .record(scriptName, ledgerSchema)
    .prefault({})
    .describe(
      'How acknowledged writes are looked up afterwards, by name. A script records one with recordWrite(response, name, key, content) of scenarios/lib/ledger.ts.',
    ),
  statements: text
    .describe(
      'SQL file of the services’ own statements, run beside the migrations on clones; a line `-- prepared` before one prepares it. Relative to the spec.',
    )
    .optional(),
  actTime: span.describe('Length of each steady act; 20s unless said here or on the command line.').optional(),
  warmUp: duration
    .describe('Discarded traffic before the baseline; half the act time, 10s at most, unless said.')
    .optional(),
  seed: wholeNumber(0, 2 ** 31 - 1, 'a whole number from 0 to 2147483647')
    .describe('Seed of schedules and faults.')
    .optional(),
})

const endpoint = z.strictObject({
  p99: duration.describe('p99 of a steady phase.').optional(),
  errorRate: share.describe('Share of failed requests in a steady phase.').optional(),
})

export const limitsSchema = z.strictObject({
  endpoints: z
    .record(text, endpoint)
    .prefault({})
    .describe(
      'Limits by endpoint: method and `name` tag of its requests, or without a tag method and path with :id for numbers and UUIDs, as in "GET /tickets/:id"; "*" is for all others.',
    ),
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
