import { z } from 'zod'
import { MOST_ARRIVALS_PER_SECOND } from '../model/traffic.ts'
import { replayKeys } from './replay-schema.ts'
import { duration, environment, matching, PLACEHOLDERS, rate, scriptName, span, text, wholeNumber } from './words.ts'
import { ledgerSchema } from './writes-schema.ts'

const scenario = z.strictObject({
  script: text.describe('k6 script, JavaScript or TypeScript; relative to the spec.'),
  exec: matching(/^[A-Za-z_$][\w$]*$/, 'the name of an exported function')
    .describe('Exported function; without one the script’s own scenarios, or its default function.')
    .optional(),
  rate: rate
    .refine((perSecond) => perSecond <= MOST_ARRIVALS_PER_SECOND, {
      error: `a rate of at most ${MOST_ARRIVALS_PER_SECOND}/s`,
    })
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
    .prefault({})
    .describe('Scenarios, by name; at least one, unless a model is replayed.'),
  ...replayKeys,
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
  block: span
    .describe(
      'Length of a block, the unit in which before is compared with after; a twelfth of the act time unless said.',
    )
    .optional(),
  warmUp: duration
    .describe('Discarded traffic before the baseline; half the act time, 10s at most, unless said.')
    .optional(),
  seed: wholeNumber(0, 2 ** 31 - 1, 'a whole number from 0 to 2147483647')
    .describe('Seed of schedules and faults.')
    .optional(),
})
