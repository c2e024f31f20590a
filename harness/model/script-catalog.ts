/**
 * What a database knows that a script does not say: asked before the script runs. A relation is named as facts name
 * it, `orders` or `billing.invoices`; a column `orders.note`.
 */
export interface ScriptCatalog {
  readonly relations: ReadonlySet<string>
  /** `CREATE FUNCTION …` of each function and procedure of that name, without its schema. */
  readonly functions: ReadonlyMap<string, readonly string[]>
  /** `character varying(20)`, as format_type() spells it. */
  readonly columnTypes: ReadonlyMap<string, string>
  /** Columns that may not be null. */
  readonly notNull: ReadonlySet<string>
  /** Expressions of validated check constraints of each relation. */
  readonly checks: ReadonlyMap<string, readonly string[]>
  /** Names of check and foreign key constraints that wait for VALIDATE, with the expression: `orders.total_positive`. */
  readonly unvalidated: ReadonlyMap<string, string>
  /** `TimeZone` of a new session. */
  readonly timeZone: string
}
