import { maskLiterals } from '../../sql/mask.ts'

const KEPT = 500
const known = new Map<string, string>()

/**
 * A statement from pg_stat_activity as it may be shown. The server cuts statements at track_activity_query_size, maybe
 * in the middle of a string, which no longer looks like one: what follows an opening quote is masked as well.
 */
export function maskStatement(statement: string): string {
  const masked = known.get(statement)
  if (masked !== undefined) return masked
  // A queue shows the same few statements sample after sample; a bounded memory is enough.
  if (known.size >= KEPT) known.clear()
  const fresh = maskLiterals(statement).replace(/^((?:[^'"]|"[^"]*")*)'[\s\S]*$/, '$1?')
  known.set(statement, fresh)
  return fresh
}
