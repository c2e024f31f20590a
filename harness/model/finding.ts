export type Severity = 'blocker' | 'concern' | 'note'

/** Measured values and limits, named with their unit last: `{ heldMs: 2100 }`. */
export type Measures = Readonly<Record<string, number | string>>

/** One piece of news about the upgrade. */
export interface Finding {
  readonly check: string
  readonly severity: Severity
  /** What it is about: `migrations/003_x.up.sql:4`, `POST /orders`, `orders.note`. */
  readonly subject: string
  readonly summary: string
  readonly remedy: string
  readonly measured?: Measures
  readonly limit?: Measures
  /** Sequence numbers of the journal entries that show it. */
  readonly evidence: readonly number[]
}

/** What a check answers. `unknown` means that its instrument left no record, never that nothing was seen. */
export type Ruling =
  | { readonly ruling: 'passed'; readonly because: string }
  | { readonly ruling: 'found'; readonly because: string; readonly findings: readonly Finding[] }
  | { readonly ruling: 'unknown'; readonly because: string }

export type Verdict = 'go' | 'no-go' | 'inconclusive'
