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

/** The same without a migration: for what comes after the probes, and has nothing to do with what they try. */
export function tinyWithoutMigrations(): Tiny {
  const copy = tiny()
  copy.edit('- migrate: { files: migrations, lockTimeout: 1s, retries: 3 }', '')
  copy.edit('- migrate: { files: migrations, direction: down }', '')
  return copy
}
