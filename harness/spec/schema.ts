import { z } from 'zod'
import { changeSchema } from './change-schema.ts'
import { limitsSchema } from './limits-schema.ts'
import { stageSchema } from './stage-schema.ts'
import { rollbackSchema, seedSchema, upgradeSchema } from './steps-schema.ts'
import { trafficSchema } from './traffic-schema.ts'
import { matching, text } from './words.ts'
import { invariantsSchema } from './writes-schema.ts'

/** The shape of `rehearsal.yaml`. What it cannot say, such as that a named service is declared, is in meaning/. */
export const specSchema = z.strictObject({
  rehearsal: matching(/^[A-Za-z0-9][\w.-]*$/, 'a name of letters, digits, dots, hyphens and underscores').describe(
    'Name of the rehearsal; part of its run’s folder.',
  ),
  production: z
    .strictObject({
      profile: text.describe('What `fulldress profile` wrote; relative to the spec.').optional(),
    })
    .prefault({})
    .describe('What is known of production.'),
  stage: stageSchema.prefault({}).describe('What the staging copy is made of.'),
  seed: seedSchema.prefault({}).describe('How the data set comes to be.'),
  traffic: trafficSchema.describe('What clients do.'),
  upgrade: upgradeSchema.describe('The upgrade.'),
  rollback: rollbackSchema.describe('The way back; may be left out where the upgrade has no steps.').optional(),
  invariants: invariantsSchema
    .prefault({})
    .describe(
      'Statements that must return no row, by name: before the upgrade, after it, after the way back and at the end.',
    ),
  change: changeSchema.describe('The change in production: when, with how much to spare, and who leads it.').optional(),
  limits: limitsSchema.prefault({}).describe('What the verdict is measured against.'),
})

/** A spec of the right shape, with defaults filled in and durations in milliseconds, but not yet known to make sense. */
export type ShapedSpec = z.output<typeof specSchema>

/** The JSON Schema that editors check a spec against. */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(specSchema, { io: 'input', target: 'draft-7', reused: 'inline' })
  const { $schema, ...rest } = schema as Record<string, unknown>
  return { $schema, title: 'fulldress rehearsal', ...rest }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
