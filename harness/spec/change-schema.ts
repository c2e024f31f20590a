import { z } from 'zod'
import { duration, matching, share, span, text } from './words.ts'

/** ISO 8601 with its offset from UTC: without one, whoever reads it elsewhere reads another moment. */
const MOMENT_PATTERN = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

const MOMENT = 'a moment with its offset, such as 2026-11-26T22:00Z or 2026-11-26T23:00+01:00'

const moment = matching(MOMENT_PATTERN, MOMENT)
  .refine(isInCalendar, { error: 'a day that the calendar has' })
  .transform((text) => new Date(text).toISOString())

/** Date.parse takes the 30th of February for the 2nd of March. */
function isInCalendar(text: string): boolean {
  const [, year, month, day] = MOMENT_PATTERN.exec(text) ?? []
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

export const changeSchema = z.strictObject({
  window: z
    .union([
      span,
      z.strictObject({
        from: moment.describe(
          'When it may begin, with the offset from UTC: 2026-11-26T22:00Z or 2026-11-26T23:00+01:00.',
        ),
        to: moment.describe('When all must be over, written in the same way.'),
      }),
    ])
    .describe(
      'How long the change may take, way back included: a duration, or from and to. Without one, the window is only computed.',
    )
    .optional(),
  buffer: z
    .union([share.transform((of) => ({ share: of })), duration.transform((durationMs) => ({ durationMs }))])
    .describe(
      'Kept free at the end of the window: a share of the time that the work takes, or a duration. A third unless said, which leaves a quarter of the planned window free.',
    )
    .optional(),
  soak: duration
    .describe(
      'How long the new version is watched before it is decided to keep it; as long as the soak of the rehearsal unless said.',
    )
    .optional(),
  owner: text.describe('Who leads the change and decides go or no-go.').optional(),
  contact: text.describe('Where the owner is reached while the change is made.').optional(),
})
