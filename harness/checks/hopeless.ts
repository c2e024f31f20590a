import { RAN_WITHOUT_EXCEPTION } from '../model/traffic.ts'
import { type Phase, requestsOf } from './play.ts'

/** Why a baseline shows no journey that an upgrade could break, one clause each; empty where it shows some. */
export function hopeless(baseline: Phase | undefined): readonly string[] {
  return baseline === undefined ? [] : [...thrown(baseline), ...failing(baseline)]
}

/** A script that throws again and again asks for nothing after its first line. */
function thrown({ checks }: Phase): readonly string[] {
  return checks
    .filter(({ name, passes, fails }) => name === RAN_WITHOUT_EXCEPTION && fails > passes)
    .map(
      ({ scenario, passes, fails }) =>
        `scenario ${scenario} threw an exception in ${fails} of ${passes + fails} iterations of baseline`,
    )
}

/** Scripts may ask for errors on purpose; then their checks pass. */
function failing(baseline: Phase): readonly string[] {
  const failed = baseline.endpoints.reduce((sum, one) => sum + one.failed, 0)
  const own = baseline.checks.filter(({ name }) => name !== RAN_WITHOUT_EXCEPTION)
  const score = own.reduce((sum, { passes, fails }) => sum + passes - fails, 0)
  if (2 * failed <= requestsOf(baseline) || score > 0) return []
  return [`${failed} of ${requestsOf(baseline)} requests of baseline failed, before anything was upgraded`]
}
