const SET = /^\s*set\s+(?:(session|local)\s+)?lock_timeout\s*(?:=|\sto\s)\s*('?)([\w. ]+?)\2\s*;?\s*$/i
const SET_CONFIG = /\bset_config\s*\(\s*'lock_timeout'\s*,\s*'([^']*)'\s*,\s*(true|false)\s*\)/i
const RESET = /^\s*(?:reset\s+(?:lock_timeout|all)|discard\s+all)\b/i
const BEGIN = /^\s*(?:begin|start\s+transaction)\b/i
const COMMIT = /^\s*(?:commit|end)\b/i
const ROLLBACK = /^\s*(?:rollback|abort)\b(?!\s+(?:work\s+|transaction\s+)?to\b)/i

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a setting as SQL and SHOW write it: `2s`, `500`, `1min`. null where it is none. */
export function durationSetting(text: string): number | null {
  const [, amount, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/.exec(text) ?? []
  const factor = UNITS[unit === '' ? 'ms' : unit]
  return amount === undefined || factor === undefined ? null : Number(amount) * factor
}

/**
 * The lock_timeout in force at each statement of one session, told from the statements that it sent; what a function or
 * a DO block sets stays unseen. `atStart` is in force before the first.
 */
export function lockTimeouts(statements: readonly string[], atStart: number): readonly number[] {
  let before = atStart
  let session = atStart
  let local: number | null = null
  let inBlock = false
  return statements.map((sql) => {
    const inForce = local ?? session
    const [, scope = '', , value] = SET.exec(sql) ?? []
    const [, configured, isLocal] = SET_CONFIG.exec(sql) ?? []
    const given = value ?? configured
    const ms = given === undefined ? null : /^default$/i.test(given) ? atStart : durationSetting(given)
    if (ms !== null && (/local/i.test(scope) || isLocal?.toLowerCase() === 'true')) local = inBlock ? ms : local
    else if (ms !== null || RESET.test(sql)) [session, local] = [ms ?? atStart, null]
    if (BEGIN.test(sql)) [inBlock, before] = [true, session]
    if (COMMIT.test(sql)) [inBlock, local] = [false, null]
    if (ROLLBACK.test(sql)) [inBlock, local, session] = [false, null, inBlock ? before : session]
    return inForce
  })
}
