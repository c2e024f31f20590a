import { CHECKS } from '../checks/index.ts'
import { RehearsalError } from '../errors.ts'
import { explainCheck, listChecks } from '../report/checks-page.ts'
import { suggest } from '../spec/suggest.ts'

/** What a check asks, why, and what to do about a finding; without a name, all of them. Newline included. */
export function explainCommand(id?: string): string {
  if (id === undefined) return listChecks(CHECKS)
  const check = CHECKS.find((one) => one.id === id)
  if (check !== undefined) return explainCheck(check)
  const meant = suggest(
    id,
    CHECKS.map((one) => one.id),
  )
  throw new RehearsalError(
    'usage',
    `expected the name of a check, found "${id}"`,
    meant === null
      ? '`fulldress explain` lists the checks'
      : `did you mean ${meant}? \`fulldress explain\` lists the checks`,
  )
}
