import { type Ended, startFulldress } from '../../../bench/bars/fulldress.ts'
import { copyFixtures, type FixtureCopy } from './fixture-copy.ts'

export interface Ways extends FixtureCopy {
  rehearse(runtime: 'processes' | 'containers', ...more: readonly string[]): Promise<Ended>
}

/** A copy of the rehearsal of ways back. */
export function ways(): Ways {
  const copy = copyFixtures(['ways'], ['pg'])
  const { spec, out } = copy
  return {
    ...copy,
    rehearse: (runtime, ...more) =>
      startFulldress(['rehearse', spec, '--runtime', runtime, '--out', out, ...more], { limitSeconds: 900 }).ended,
  }
}
