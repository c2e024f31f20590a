import { z } from 'zod'
import { matching, text } from '../words.ts'

/** `<=+10%`, `<500`, `>=-5`, `=0`; blanks between the parts are as good as none. */
export const CRITERION = /^\s*(<=|>=|<|>|=)\s*([+-]?)\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/

const PERCENT = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/

const percent = z
  .union([z.number(), z.string()], { error: 'a share such as "90%"' })
  .transform(String)
  .refine((said) => PERCENT.test(said) && Number(PERCENT.exec(said)?.[1]) <= 100, { error: 'a share such as "90%"' })
  .transform((said) => Number(PERCENT.exec(said)?.[1]))

const criteria = z.array(
  z.strictObject({ criteria: z.array(matching(CRITERION, 'a criterion such as "<=+10%" or "<500"')).min(1) }),
)

const objective = z.strictObject({
  sli: text,
  displayName: text.optional(),
  pass: criteria.optional(),
  warning: criteria.optional(),
  weight: z.int({ error: 'a whole number above zero' }).positive({ error: 'a whole number above zero' }).prefault(1),
  key_sli: z.boolean({ error: 'true or false' }).prefault(false),
})

/** The shape of an slo.yaml, spec 0.1 to 1.0. What has no meaning in a rehearsal is complained of in slo-meaning.ts. */
export const sloSchema = z.strictObject({
  spec_version: z
    .union([z.string(), z.number()], { error: 'a version from 0.1 to 1.0' })
    .transform(String)
    .refine((version) => /^(0\.1(\.\d+)?|0\.2(\.\d+)?|1\.0(\.\d+)?|1)$/.test(version), {
      error: 'a version from 0.1 to 1.0',
    }),
  // Whose measurements are meant is no question here: those of the copy.
  filter: z.record(z.string(), z.unknown()).nullish(),
  comparison: z
    .strictObject({
      compare_with: z.enum(['single_result', 'several_results']).prefault('single_result'),
      include_result_with_score: z.enum(['all', 'pass', 'pass_or_warn']).optional(),
      number_of_comparison_results: z.int({ error: 'a whole number' }).prefault(1),
      aggregate_function: z.enum(['avg', 'p50', 'p90', 'p95', 'p99']).optional(),
    })
    .prefault({}),
  objectives: z.array(objective).min(1, { error: 'at least one objective' }),
  total_score: z.strictObject({ pass: percent.prefault('90%'), warning: percent.prefault('75%') }).prefault({}),
})

export type ShapedSlo = z.output<typeof sloSchema>
