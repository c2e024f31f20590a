import { z } from 'zod'
import { duration, environment, matching, PLACEHOLDERS, span, text, version, wholeNumber } from './words.ts'

const IN = matching(/^[a-z][a-z0-9_-]*(@\S+)?$/, 'a service and its version, such as payments@5.0')

/** A shell command with what it needs. */
export const commandSchema = z.strictObject({
  command: text.describe('Shell command.'),
  in: IN.describe(
    'Service version whose source, image and environment it runs in; without one, the folder of the spec.',
  ).optional(),
  timeout: span.describe('When to give up: after 10m in a step unless said, in the seed after its timeout.').optional(),
  environment: environment.prefault({}).describe(`Environment variables. Placeholders: ${PLACEHOLDERS}.`),
})

/** SQL files and how they are applied. */
export const sqlSchema = z.strictObject({
  files: text.describe(
    'Folder of migrations as their tool keeps them (see `fulldress locks`), of NNN_name.up.sql and NNN_name.down.sql files or of plain .sql files, or one file; relative to the spec.',
  ),
  after: text
    .describe('Only the migrations after this one, the last that production has; by the name of its file or folder.')
    .optional(),
  upTo: text.describe('Only the migrations up to this one, which is the last.').optional(),
  direction: z.enum(['up', 'down']).prefault('up').describe('down takes the down files, last first.'),
  lock: z
    .enum(['advisory', 'none'])
    .prefault('none')
    .describe('advisory holds one PostgreSQL advisory lock, so that two runners cannot collide.'),
  lockTimeout: span.describe('lock_timeout in force; without it, the server’s.').optional(),
  retries: wholeNumber(0, 1_000, 'a whole number of retries from 0 to 1000')
    .prefault(0)
    .describe('How often a file that gave up waiting for a lock is tried again.'),
  timeout: span.prefault('10m').describe('When to give up.'),
})

const migrateStep = z.strictObject({
  migrate: z.union([sqlSchema, commandSchema]).describe('Applies SQL files, or runs a migration tool.'),
})

const serviceStep = z.strictObject({
  service: z
    .object({
      strategy: z
        .enum(['recreate', 'rolling'])
        .prefault('recreate')
        .describe('recreate stops the old before it starts the new; rolling replaces one replica at a time.'),
      replicas: wholeNumber(1, 64, 'a whole number of replicas from 1 to 64')
        .describe('How many run afterwards; as many as the service declares unless said.')
        .optional(),
      drain: duration.prefault('5s').describe('How long requests under way may take to finish.'),
    })
    .catchall(version)
    .describe('Replaces a service behind its front: {payments: "5.0"}.'),
})

const runStep = z.strictObject({ run: z.union([text, commandSchema]).describe('Runs a command.') })

const waitStep = z.strictObject({ wait: duration.describe('Does nothing for a while, under traffic.') })

const step = z.union([migrateStep, serviceStep, runStep, waitStep]).meta({ id: 'step' })
const stepsSchema = z.array(step)

export const upgradeSchema = z.strictObject({
  steps: stepsSchema.describe('Steps in order; none at all rehearses that nothing changes.'),
})

const pointOfNoReturn = text.describe('After which there is no way back.')

const downSchema = z.strictObject({
  way: z.literal('down').describe('Steps that undo the upgrade.'),
  pointOfNoReturn: pointOfNoReturn.prefault('not named'),
  steps: stepsSchema.prefault([]).describe('Steps in order.'),
})

const restoreSchema = z.strictObject({
  way: z
    .literal('restore')
    .describe('A snapshot of the database from just before the upgrade is restored; writes since then are lost.'),
  pointOfNoReturn: pointOfNoReturn.prefault('the first write after the snapshot that must not be lost'),
  snapshot: z
    .union([text, commandSchema])
    .describe('Command that takes the snapshot; without one, PostgreSQL’s own base backup is used.')
    .optional(),
  restore: z.union([text, commandSchema]).describe('Command that restores what `snapshot` took.').optional(),
  steps: stepsSchema.prefault([]).describe('Steps after the restore, in order: the old versions of the services.'),
})

const codeOnlySchema = z.strictObject({
  way: z
    .literal('code-only')
    .describe('The schema stays: the old versions run on the new schema, and the new ones then read what they wrote.'),
  pointOfNoReturn: pointOfNoReturn.prefault('not named'),
  steps: stepsSchema.prefault([]).describe('Steps in order: the old versions of the services.'),
})

const noneSchema = z.strictObject({
  way: z.literal('none').describe('There is no way back.'),
  pointOfNoReturn: pointOfNoReturn.prefault('the first step of the upgrade'),
  reason: text.describe('Why there is none.'),
})

const alternatives = z
  .array(
    z.discriminatedUnion('way', [downSchema, restoreSchema, codeOnlySchema], {
      error: 'one of down, restore, code-only',
    }),
  )
  .prefault([])
  .describe('Other ways back, which `rehearse --ways all` compares with this one.')

const irreversible = z
  .record(text, text)
  .prefault({})
  .describe(
    'Migrations of the upgrade that have no way back, each with the reason: {007_drop_legacy.up.sql: archived}.',
  )

const show = z
  .array(text)
  .prefault([])
  .describe('Columns whose values may be told where up and down changed them; those of all others are masked.')

export const rollbackSchema = z.discriminatedUnion(
  'way',
  [
    downSchema.extend({ alternatives, irreversible, show }),
    restoreSchema.extend({ alternatives, irreversible, show }),
    codeOnlySchema.extend({ alternatives, irreversible, show }),
    noneSchema.extend({ alternatives, irreversible, show }),
  ],
  { error: 'one of down, restore, code-only, none' },
)

export const seedSchema = z.strictObject({
  files: text
    .describe(
      'Folder of SQL files, or of migrations as their tool keeps them, or one file, relative to the spec: schema and data of the old version.',
    )
    .optional(),
  upTo: text
    .describe('Only the migrations up to this one, the last that production has; by the name of its file or folder.')
    .optional(),
  commands: z
    .array(z.union([text, commandSchema]))
    .prefault([])
    .describe('Commands that run after the files.'),
  timeout: span.prefault('30m').describe('When to give up on the files, and on each command that says nothing else.'),
})
