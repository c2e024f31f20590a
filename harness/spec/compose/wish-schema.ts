import { z } from 'zod'
import { text } from '../words.ts'

const names = z.array(text).prefault([])

const wish = z.strictObject({
  file: text.describe('The compose file, relative to the spec.'),
  database: text
    .describe('Service that is PostgreSQL; needed where none of them, or more than one, has an image of it.')
    .optional(),
  profiles: names.describe('Profiles that take part; services without a profile always do.'),
  without: names.describe(
    'Services that take no part, such as one that migrates; whoever depends on them need not wait.',
  ),
  ignore: names.describe('Keys that are left out though they have a meaning, such as deploy.'),
})

/** Which compose file is the stage; a text alone is the file. */
export const composeSchema = z.union([text.transform((file) => wish.parse({ file })), wish])
