import { z } from 'zod'
import { DURATION_PATTERN, parseDuration, parseRate, RATE_PATTERN } from '../model/duration.ts'

// Every `error` below is the "expected …" half of a complaint; complaints.ts adds what was found, and where.

const NAME = /^[a-z][a-z0-9_-]*$/

/** A duration, in milliseconds once it is read. */
export const duration = bounded('a duration such as 300ms, 5s, 2m or 1h').transform((text) => parseDuration(text) ?? 0)

/** A duration that must not be nothing, such as a time-out or the span between two faults. */
export const span = bounded('a duration such as 300ms, 5s, 2m or 1h')
  .refine((text) => parseDuration(text) !== 0, { error: 'a duration above zero' })
  .transform((text) => parseDuration(text) ?? 0)

/** Text of a duration, of a century at most. */
export function bounded(expected: string): z.ZodString {
  return matching(DURATION_PATTERN, expected).refine(
    (text) => !DURATION_PATTERN.test(text) || parseDuration(text) !== null,
    { error: 'a duration of at most 1000000h' },
  )
}

/** A rate above zero, in events per second once it is read. */
export const rate = matching(RATE_PATTERN, 'a rate such as 20/s or 600/m')
  .refine((text) => (parseRate(text) ?? 0) > 0, { error: 'a rate above zero' })
  .transform((text) => parseRate(text) ?? 0)

export const text = z.string().min(1, { error: 'text' })

/** A version is text: YAML reads 5.0 without quotes as the number 5. */
export const version = z
  .string({ error: 'a version in quotes, such as "5.0"' })
  .min(1, { error: 'a version, such as "5.0"' })

export const name = matching(NAME, 'a name of lower-case letters, digits, hyphens and underscores')

/** Names that scripts see as well. */
export const scriptName = matching(/^[A-Za-z][\w-]*$/, 'a name of letters, digits, hyphens and underscores')

export const share = number(0, 1, 'a share from 0 to 1')

/** Text where people write numbers and switches without quotes; document.ts hands them over as they were written. */
export const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'text' }).transform(String)

export const environment = z.record(
  matching(/^[A-Za-z_]\w*$/, 'a variable name of letters, digits and underscores'),
  scalar,
)

/** What the running copy fills in, for the descriptions that editors show. */
export const PLACEHOLDERS = `\${database.url}, .host, .port, .user, .password and .name; \${service.NAME.url}, .host and .port; \${partner.NAME.url}`

/** Text that must look so. */
export function matching(pattern: RegExp, expected: string): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected })
}

export function wholeNumber(min: number, max: number, expected: string): z.ZodInt {
  return z.int({ error: expected }).min(min, { error: expected }).max(max, { error: expected })
}

function number(min: number, max: number, expected: string): z.ZodNumber {
  return z.number({ error: expected }).min(min, { error: expected }).max(max, { error: expected })
}
