import { few } from '../wording.ts'

/** What a check would find, had not another check's finding said the same of it. */
export interface Told {
  /** Of the stair. */
  readonly subject: string
  /** The check that has it. */
  readonly by: string
}

/**
 * Said after what holds of all other stairs, for the table beside it names these: `, but for that of db/1.down.sql, of
 * one cause with rollback-restores-schema`. Empty where nothing is told elsewhere.
 */
export function butFor(told: readonly Told[]): string {
  return [...Map.groupBy(told, ({ by }) => by)]
    .map(
      ([by, of]) => `, but for that of ${few([...new Set(of.map(({ subject }) => subject))])}, of one cause with ${by}`,
    )
    .join('')
}
