import { z } from 'zod'
import { composeSchema } from './compose/wish-schema.ts'
import {
  duration,
  environment,
  matching,
  name,
  PLACEHOLDERS,
  scalar,
  span,
  text,
  version,
  wholeNumber,
} from './words.ts'

const port = wholeNumber(1, 65_535, 'a port from 1 to 65535')
const status = wholeNumber(100, 599, 'an HTTP status from 100 to 599')

/** What may be said of a service as a whole, and again of one of its versions. */
const making = {
  source: text
    .describe('Folder of the service, relative to the spec; with a package-lock.json its packages are installed once.')
    .optional(),
  command: text.describe('Shell command that starts it, run in the source; without one the image’s own.').optional(),
  image: text.describe('Container image to run it in.').optional(),
  build: z
    .strictObject({
      context: text.describe('Folder that is sent to the build, relative to the spec.'),
      dockerfile: text.prefault('Dockerfile').describe('Dockerfile, beneath the context.'),
      args: z.record(z.string(), scalar).describe('Arguments of the Dockerfile.').optional(),
      target: text.describe('Stage of the Dockerfile; the last unless said.').optional(),
    })
    .describe('Builds the image instead of pulling it.')
    .optional(),
  environment: environment.prefault({}).describe(`Environment variables. Placeholders: \${port}; ${PLACEHOLDERS}.`),
}

const service = z.strictObject({
  ...making,
  port: port
    .describe(
      `Port on which it listens in a container; a process gets a free one as \${port} and PORT. May be left out where a compose file names one.`,
    )
    .optional(),
  health: z
    .strictObject({
      path: matching(/^\//, 'a path that starts with /')
        .describe('Path that answers 2xx or 3xx once it is ready; without one, an open port will do.')
        .optional(),
      timeout: span.prefault('30s').describe('How long to wait for it.'),
    })
    .prefault({})
    .describe('How to tell that it is ready.'),
  replicas: wholeNumber(1, 64, 'a whole number of replicas from 1 to 64').prefault(1).describe('How many run at once.'),
  version: version.describe('Version that production runs today.').optional(),
  versions: z
    .record(version, z.strictObject(making))
    .describe('Versions that take part; each overrides what is said of the service.')
    .optional(),
  dependsOn: z.array(name).prefault([]).describe('Services that must be ready before it starts.'),
})

const database = z.strictObject({
  version: z
    .literal([16, 17, 18], { error: 'one of 16, 17, 18' })
    .prefault(17)
    .describe('Major version of PostgreSQL.'),
  image: text.describe('Container image; postgres:<version> unless named.').optional(),
  name: text.prefault('app').describe('Name of the database.'),
  user: text.prefault('app').describe('User that owns it.'),
  password: text.prefault('rehearsal').describe('Password of the user; the copy is reached from this machine alone.'),
  settings: z.record(z.string(), scalar).prefault({}).describe('Settings as in postgresql.conf.'),
})

const fault = z.strictObject({
  every: span.describe('From the start of one span of failures to the start of the next.'),
  lasting: z
    .strictObject({ min: duration.describe('Shortest span.'), max: duration.describe('Longest span.') })
    .describe('How long a span lasts: a seeded length between the two.'),
  status: status.prefault(503).describe('What it answers meanwhile.'),
  retryAfter: span
    .describe('What it asks clients to wait, sent as Retry-After: whole seconds; nothing unless said.')
    .optional(),
})

const OPERATION = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*)$/

const route = z.strictObject({
  operation: matching(OPERATION, 'a method and a path, such as "PUT /charges/:id"').describe(
    'Method and path; the name under which calls are recorded.',
  ),
  status: status.prefault(200).describe('What it answers.'),
  headers: z.record(z.string(), scalar).prefault({}).describe('Headers of the answer.'),
  body: z.json().prefault('').describe('Body of the answer: text, or a value that is sent as JSON.'),
  latency: z
    .strictObject({
      p50: duration.describe('Half of the answers are faster; 5ms unless said.').optional(),
      p99: duration.describe('One of a hundred answers is slower; four times p50 unless said.').optional(),
    })
    .prefault({})
    .describe('How long it takes to answer: seeded, lognormal.'),
  faults: z.array(fault).prefault([]).describe('Seeded spans of failures, the same in every phase.'),
})

export const stageSchema = z.strictObject({
  compose: composeSchema
    .describe(
      'A compose file that is the stage: its services and database as they are. Services that are named below can be swapped, and need to say only what it does not.',
    )
    .optional(),
  database: database.prefault({}).describe('The database server, PostgreSQL.'),
  services: z.record(name, service).prefault({}).describe('Services of the staging copy, by name.'),
  partners: z
    .record(name, z.strictObject({ routes: z.array(route).describe('What it answers, first match first.') }))
    .prefault({})
    .describe('Stand-ins for third parties, by name.'),
})
