import { readFileSync } from 'node:fs'
import type { Plan } from '../../plan/plan.ts'
import { interpolate } from '../../spec/interpolate.ts'

/** Values that the spec of a plan takes from the environment, by variable: whatever is told of a command names these instead. */
export function filledIn({ spec }: Plan, env: NodeJS.ProcessEnv = process.env): Readonly<Record<string, string>> {
  return interpolate(readFileSync(spec, 'utf8'), env).filled
}
