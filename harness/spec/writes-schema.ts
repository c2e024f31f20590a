import { z } from 'zod'
import { matching, scriptName, span, text } from './words.ts'

const IDENTIFIER = '[A-Za-z_][A-Za-z0-9_$]*'

const column = matching(new RegExp(`^${IDENTIFIER}$`), 'a column')

export const ledgerSchema = z.strictObject({
  table: matching(new RegExp(`^${IDENTIFIER}(\\.${IDENTIFIER})?$`), 'a table, such as orders or shop.orders')
    .describe('Table in which acknowledged writes must be found, unless a query finds them.')
    .optional(),
  query: text
    .describe(
      'SELECT that finds writes by a list of keys, `$1`: SELECT reference, total FROM placed JOIN sums USING (id) WHERE reference = ANY ($1).',
    )
    .optional(),
  key: column.describe('Column, of the table or of the query’s answer, that holds the key which the script recorded.'),
  content: z
    .union([
      z.array(column, { error: 'a list of columns or a map of fields to columns' }),
      z.record(matching(/^[\w$-]+(\.[\w$-]+)*$/, 'a field, such as amountCents or customer.id'), column, {
        error: 'a list of columns or a map of fields to columns',
      }),
    ])
    .prefault([])
    .describe(
      'What must hold what the script recorded beside the key: columns, or a map of the script’s fields to columns, as in { amountCents: amount_cents, customer.id: customer_id }.',
    ),
})

const invariant = z.strictObject({
  query: text.describe('SELECT that must return no row. It runs in a read-only transaction.'),
  on: z
    .enum(['old', 'new', 'both'])
    .prefault('both')
    .describe('The schema that it can be asked on; one on both is asked from the seed to the end.'),
  timeout: span.prefault('10s').describe('Its statement_timeout.'),
  show: z
    .array(column)
    .prefault([])
    .describe('Columns whose values may be shown where it is broken; those of all others are masked.'),
})

/** Statements that must return no row, by name; a text alone is the query. */
export const invariantsSchema = z.record(
  scriptName,
  z.union([text.transform((query) => invariant.parse({ query })), invariant]),
)
