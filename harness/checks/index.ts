import type { Check } from './check.ts'

/** Every check, in the order of the report. The only registration. */
export const CHECKS: readonly Check[] = []
