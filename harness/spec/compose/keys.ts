import { isThere, members, type Part } from '../part.ts'
import { withSuggestion } from '../suggest.ts'
import type { Reading } from './reading.ts'

/** Keys of a service whose meaning holds on the stage. */
const UNDERSTOOD = [
  'image',
  'build',
  'environment',
  'env_file',
  'ports',
  'expose',
  'depends_on',
  'healthcheck',
  'volumes',
  'command',
  'entrypoint',
  'networks',
  'profiles',
  'working_dir',
  'user',
  'init',
  'tmpfs',
  'hostname',
  'container_name',
  'links',
]

/** Keys of a service that change nothing about what a rehearsal shows: noted, and otherwise passed over. */
const WITHOUT_MEANING = [
  'restart',
  'labels',
  'annotations',
  'logging',
  'stop_grace_period',
  'stdin_open',
  'tty',
  'attach',
  'develop',
  'pull_policy',
]

/** What to do about a key that has a meaning which the stage cannot give it. */
const INSTEAD: Readonly<Record<string, string>> = {
  deploy: 'replicas in stage.services.NAME.replicas',
  scale: 'replicas in stage.services.NAME.replicas',
  secrets: 'a file in `volumes`, or a variable in `environment`',
  configs: 'a file in `volumes`',
  extends: 'the keys of the other service here, or a YAML anchor',
  network_mode: 'no other network than the internal one',
  external_links: 'a service of this file, or a stand-in in stage.partners',
  extra_hosts: 'a stand-in in stage.partners',
  dns: 'a stand-in in stage.partners',
  privileged: 'a container with the usual rights',
  pid: 'a container with processes of its own',
  ipc: 'a container with memory of its own',
  devices: 'a container without devices of this machine',
}

const TOP_LEVEL = ['services', 'volumes', 'networks', 'name', 'version']

const TOP_INSTEAD: Readonly<Record<string, string>> = {
  include: 'the services of the other file here',
  secrets: 'files in `volumes`, or variables in `environment`',
  configs: 'files in `volumes`',
}

/** Complains of the keys of a service that are not understood, and notes those without a meaning here. */
export function judgeServiceKeys(service: Part, name: string, reading: Reading): void {
  judgeKeys(service, reading, {
    understood: UNDERSTOOD,
    passed: WITHOUT_MEANING,
    instead: INSTEAD,
    about: (key) => `${key} of ${name}`,
  })
}

/** The same for the file as a whole. */
export function judgeFileKeys(file: Part, reading: Reading): void {
  judgeKeys(file, reading, {
    understood: TOP_LEVEL,
    passed: [],
    instead: TOP_INSTEAD,
    about: (key) => `${key} of the file`,
  })
}

interface Keys {
  readonly understood: readonly string[]
  readonly passed: readonly string[]
  readonly instead: Readonly<Record<string, string>>
  readonly about: (key: string) => string
}

/** The same for any map. */
export function judgeKeys(map: Part, reading: Reading, keys: Keys): void {
  for (const [key, part] of members(map)) {
    if (keys.understood.includes(key) || key.startsWith('x-') || !isThere(part)) continue
    if (keys.passed.includes(key)) reading.note('obsolete', keys.about(key))
    else if (reading.ignored.has(key)) reading.note('left', keys.about(key))
    else complainOf(key, part, reading, keys)
  }
}

function complainOf(key: string, part: Part, reading: Reading, { instead, understood }: Keys): void {
  const said = Object.hasOwn(instead, key) ? instead[key] : undefined
  const expected = said ?? `a key that is understood (${understood.join(', ')})`
  const found = said === undefined ? withSuggestion(key, understood) : key
  reading.complainOfKey(part, `${expected}, or \`ignore: [${key}]\` in stage.compose`, found)
  reading.unknownKeys.add(key)
}
