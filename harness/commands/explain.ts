import { CHECKS } from '../checks/index.ts'
import { RehearsalError } from '../errors.ts'
import { explainCheck, explainScanner, listChecks } from '../report/checks-page.ts'
import { SCANNERS } from '../scanners/index.ts'
import { suggest } from '../spec/suggest.ts'

/** What a check or scanner asks, why, and what to do about a finding; without a name, all of them. Newline included. */
export function explainCommand(id?: string): string {
  if (id === undefined) return listChecks(CHECKS, SCANNERS)
  const check = CHECKS.find((one) => one.id === id)
  if (check !== undefined) return explainCheck(check)
  const scanner = SCANNERS.find((one) => one.id === id)
  if (scanner !== undefined) return explainScanner(scanner)
  const meant = suggest(
    id,
    [...CHECKS, ...SCANNERS].map((one) => one.id),
  )
  throw new RehearsalError(
    'usage',
    `expected the name of a check or scanner, found "${id}"`,
    meant === null ? '`fulldress explain` lists them' : `did you mean ${meant}? \`fulldress explain\` lists them`,
  )
}
