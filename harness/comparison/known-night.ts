import type { Night, NightEndpoint } from './night.ts'

/**
 * Whether a line of the history is a night as `nightOf` makes them. Anybody may write there, and what is compared with
 * tonight must be numbers where numbers are meant.
 */
export function isNight(value: unknown): value is Night {
  if (!isRecord(value)) return false
  const { at, verdict, environment, endpoints } = value
  return (
    typeof at === 'string' &&
    /^\d{4}-\d\d-\d\dT/.test(at) &&
    typeof verdict === 'string' &&
    isRecord(environment) &&
    Object.values(environment).every((one) => typeof one === 'string') &&
    Array.isArray(endpoints) &&
    endpoints.every(isEndpoint) &&
    new Set(endpoints.map((one) => one.endpoint)).size === endpoints.length
  )
}

function isEndpoint(value: unknown): value is NightEndpoint {
  if (!isRecord(value)) return false
  const { endpoint, quantile, ratePerSecond, baselineMs, sigma, soakMs, restoredMs } = value
  return (
    typeof endpoint === 'string' &&
    typeof quantile === 'string' &&
    isAmount(ratePerSecond) &&
    ratePerSecond > 0 &&
    isAmount(baselineMs) &&
    [sigma, soakMs, restoredMs].every((one) => one === null || isAmount(one))
  )
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
