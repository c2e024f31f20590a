import type { CheckAct } from './check.ts'
import { CHECKS } from './index.ts'

const ACTS: ReadonlyMap<string, CheckAct> = new Map(CHECKS.map(({ id, act }) => [id, act]))

/** The act that a check belongs to; `verdict` for one that this version does not know. */
export function actOf(id: string): CheckAct {
  return ACTS.get(id) ?? 'verdict'
}
