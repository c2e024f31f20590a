import type { ReplayDescription } from './replay.ts'
import type { Environment } from './stage.ts'

/** The check under which exceptions in scripts are counted; k6 itself exits 0 on them. */
export const RAN_WITHOUT_EXCEPTION = 'the script ran without an exception'

/** More than k6 sends from any machine; schedules are drawn ahead, and would fill the memory. */
export const MOST_ARRIVALS_PER_SECOND = 100_000

/** One scenario of the traffic: a function of a k6 script, called on a seeded open schedule. */
export interface ScenarioDescription {
  readonly name: string
  /** Absolute path of a k6 script, JavaScript or TypeScript. */
  readonly script: string
  /** Exported function; null takes the script's own `options.scenarios`, or its default function. */
  readonly exec: string | null
  /** Arrivals per second (Poisson); null keeps what the script's own options say. */
  readonly ratePerSecond: number | null
  /** Most iterations under way at once. */
  readonly vus: number
}

/** How acknowledged writes of one kind are looked up in the database: in a table, or by a query of the spec's own. */
export interface LedgerDescription {
  /** Name that the scenario's ledger uses. */
  readonly name: string
  /** null where a query asks. */
  readonly table: string | null
  /** Takes a list of keys as `$1`; null where a table and its key are enough. */
  readonly query: string | null
  /** Column, of the table or of the query's answer, that holds the key which the scenario recorded. */
  readonly key: string
  /** What is compared beside the key: a field of what the scenario recorded, and the column that must hold it. */
  readonly content: readonly { readonly field: string; readonly column: string }[]
}

export interface TrafficDescription {
  readonly scenarios: readonly ScenarioDescription[]
  /** Environment of the scripts (`__ENV`); placeholders as in a service's. */
  readonly environment: Environment
  readonly ledgers: readonly LedgerDescription[]
  /** A learned model, whose scenarios are among those above. */
  readonly replay?: ReplayDescription
  readonly seed: number
  /** Unit of comparison; steady phases start and end on a block's boundary, and the schedule of arrivals repeats every block. */
  readonly blockMs: number
  /** Requests slower than this are kept one by one, so that stalls can be tied to locks. */
  readonly stallMs: number
}
