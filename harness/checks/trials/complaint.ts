import type { EntryOf } from '../../model/evidence.ts'
import { placeOf } from '../statement.ts'
import { gist } from '../steps-complete.ts'

type AttemptError = NonNullable<EntryOf<'trial.ended'>['attempts'][number]['error']>

/** `42P07: relation "archive" already exists`: the migrator's own words repeat the place and the SQLSTATE. */
export function complaintOf({ sqlstate, message, place }: AttemptError): string {
  if (sqlstate === '') return gist(message)
  const bare = message.replace(` (SQLSTATE ${sqlstate})`, '')
  const where = place === null ? '' : `${placeOf(place)}: `
  return `${sqlstate}: ${gist(bare.startsWith(where) ? bare.slice(where.length) : bare)}`
}
