import type { MigrationFact } from '../model/facts-of-migrations.ts'
import { maskLiterals } from '../sql/mask.ts'
import { readScript, type ScriptOptions } from '../sql/script.ts'
import { SCANNERS } from './index.ts'

/** A finding as the journal keeps it, but for the migration's number. */
export type ScannerFound = Omit<Extract<MigrationFact, { readonly kind: 'scanner.found' }>, 'migration'>

/**
 * What the scanners say about a script, by line. A script that the parser refuses has no findings: the server shall say
 * what is wrong with it. The parser must be ready.
 */
export function scanScript(file: string, options: ScriptOptions): readonly ScannerFound[] {
  const script = readScript(options)
  if (script === null) return []
  const found = SCANNERS.flatMap(({ id, remedy, severity, scan }) =>
    scan(script).map(
      ({ step, summary, expects }): ScannerFound => ({
        kind: 'scanner.found',
        scanner: id,
        place: { file, line: step.line },
        statement: maskLiterals(step.text),
        summary,
        remedy,
        severity,
        expects,
      }),
    ),
  )
  return found.toSorted((one, other) => one.place.line - other.place.line)
}
