import type { Script } from './script.ts'

const OF_THE_SERVER =
  /\b(?:create|drop)\s+(?:database|tablespace|subscription)\b|\bdrop\s+(?:role|user|group)\b|\balter\s+system\b|\balter\s+(?:role|user|group)\s+\S+\s+rename\b|\bprepare\s+transaction\b/i

const ROLES = /\bcreate\s+(?:role|user|group)\b/i

/**
 * How far clones keep runs apart: databases, tablespaces and roles belong to the whole server. `apart`: any number of
 * clones at once; `in-turn`: one after another, with its roles dropped in between; `once`: only one run is possible.
 */
export type Separation = 'apart' | 'in-turn' | 'once'

export function separationOf(script: readonly Pick<Script[number], 'sql'>[]): Separation {
  if (script.some(({ sql }) => OF_THE_SERVER.test(sql))) return 'once'
  return script.some(({ sql }) => ROLES.test(sql)) ? 'in-turn' : 'apart'
}
