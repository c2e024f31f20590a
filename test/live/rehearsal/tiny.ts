import { type Ended, startFulldress } from '../../../bench/bars/fulldress.ts'
import { copyFixtures, type FixtureCopy } from './fixture-copy.ts'

export interface Tiny extends FixtureCopy {
  rehearse(runtime: 'processes' | 'containers', env?: NodeJS.ProcessEnv): Promise<Ended>
}

/** A copy of the smallest rehearsal. */
export function tiny(): Tiny {
  const copy = copyFixtures(['tiny'])
  const { spec, out } = copy
  return {
    ...copy,
    rehearse: (runtime, env = process.env) =>
      startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out], { env, limitSeconds: 120 }).ended,
  }
}
