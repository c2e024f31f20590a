import { z } from 'zod'
import { text } from './words.ts'

/** Keys of `traffic` that replay a learned model. */
export const replayKeys = {
  model: text
    .describe(
      'Traffic model that `fulldress learn` wrote and a reviewer completed, replayed beside the scenarios; relative to the spec.',
    )
    .optional(),
  window: z
    .enum(['peak', 'log'])
    .describe('Rates of the model: its busiest stretch, or the mean over the whole log; peak unless said.')
    .optional(),
  factor: z
    .number({ error: 'a number above zero' })
    .gt(0, { error: 'a number above zero' })
    .max(1000, { error: 'a number up to 1000' })
    .describe('Multiplies the rates of the model; 1 unless said.')
    .optional(),
  journeys: z
    .boolean({ error: 'true or false' })
    .describe('Whether sessions of the model are replayed as journeys, request after request; true unless said.')
    .optional(),
  replay: text
    .describe(
      'k6 script of your own that exports `request` and `journey` of replaying(…), scenarios/replay.ts unless said; relative to the spec.',
    )
    .optional(),
}
