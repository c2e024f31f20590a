import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { MountDescription } from '../../model/container.ts'
import { isThere, items, type Part, textOf, under } from '../part.ts'
import { judgeKeys } from './keys.ts'
import type { Reading } from './reading.ts'
import { socketBehind } from './sockets.ts'

/** Where PostgreSQL keeps its data: whatever is mounted there belongs to somebody else's data, and is never touched. */
const DATA_OF_POSTGRES = /^\/var\/lib\/postgresql(\/|$)/

/** What a service sees of this machine and of the run's volumes, and the sockets of this machine that it may not see. */
export interface Mounts {
  readonly mounts: readonly MountDescription[]
  readonly sockets: readonly string[]
}

/** What the `volumes` of a service are on the stage; sockets of this machine are complained of. */
export function mountsOf(service: Part, name: string, reading: Reading): Mounts {
  const sockets: string[] = []
  const mounts = items(under(service, 'volumes')).flatMap((part) => {
    const written = textOf(part) === null ? longForm(part, reading) : shortForm(textOf(part) ?? '', part, reading)
    if (written === null) return []
    const mount = onStage(written, name, reading)
    const socket = mount.kind === 'bind' ? socketBehind(mount.source) : null
    if (socket === null) return [mount]
    sockets.push(socket)
    const found = socket === written.source ? `the socket ${socket}` : `${written.source}, which holds ${socket}`
    reading.complain(part, `${NO_SOCKET}, or \`without: [${name}]\` in stage.compose`, found)
    return []
  })
  return { mounts, sockets }
}

const NO_SOCKET =
  'no socket of this machine, by which a container reaches out of the rehearsal even where it is mounted read-only'

interface Written {
  /** A path of this machine, a volume's name, or null for a volume without one. */
  readonly source: string | null
  readonly target: string
  readonly readOnly: boolean
}

/** `SOURCE:TARGET:MODE`, `SOURCE:TARGET` or `TARGET`. */
function shortForm(text: string, part: Part, { complain }: Reading): Written | null {
  const [first = '', target, mode = '', ...more] = text.split(':')
  const path = target ?? first
  if (!path.startsWith('/') || more.length > 0) {
    complain(part, 'source:/target, source:/target:ro or /target')
    return null
  }
  const readOnly = mode.split(',').includes('ro')
  return { source: target === undefined ? null : first, target: path, readOnly }
}

function longForm(part: Part, reading: Reading): Written | null {
  const type = textOf(under(part, 'type')) ?? 'volume'
  const target = textOf(under(part, 'target'))
  const source = textOf(under(part, 'source'))
  if (!['bind', 'volume'].includes(type)) {
    reading.complain(under(part, 'type'), 'bind or volume (a folder in memory is a `tmpfs` of the service)')
    return null
  }
  if (target === null || (type === 'bind' && source === null)) {
    reading.complain(part, type === 'bind' ? 'a source and a target' : 'a target')
    return null
  }
  const understood = ['type', 'source', 'target', 'read_only', 'bind', 'volume', 'consistency']
  judgeKeys(part, reading, { understood, passed: [], instead: {}, about: (key) => `volumes.${key}` })
  const readOnly = under(part, 'read_only').value === 'true'
  return { source: type === 'bind' ? asPath(source ?? '') : source, target, readOnly }
}

/** A name of a single word is a volume's, so a path has to look like one. */
function asPath(source: string): string {
  return /^[./~]/.test(source) ? source : `./${source}`
}

/**
 * Files and folders of this machine are mounted read-only. What holds a server's data is not mounted at all, and what
 * does not exist would be made by compose: both start as empty volumes.
 */
function onStage({ source, target, readOnly }: Written, name: string, reading: Reading): MountDescription {
  const where = `${target} of ${name}`
  if (source === null) return { kind: 'volume', name: null, target, readOnly }
  if (!/^[./~]/.test(source)) {
    reading.note('fresh', `volume ${source}`)
    return { kind: 'volume', name: source, target, readOnly }
  }
  const path = resolve(reading.folder, source.startsWith('~') ? join(homedir(), source.slice(1)) : source)
  if (DATA_OF_POSTGRES.test(target) || !existsSync(path)) {
    reading.note('fresh', where)
    return { kind: 'volume', name: null, target, readOnly: false }
  }
  if (!readOnly) reading.note('readOnly', where)
  return { kind: 'bind', source: path, target }
}

/** Folders in memory, by path: `/run`, `/run:size=64m`, or a list of them. */
export function tmpfsOf(part: Part): Readonly<Record<string, string>> {
  const texts = isThere(part)
    ? (Array.isArray(part.value) ? items(part) : [part]).map((item) => textOf(item) ?? '')
    : []
  return Object.fromEntries(
    texts
      .filter((text) => text !== '')
      .map((text) => {
        const [path = '', ...options] = text.split(':')
        return [path, options.join(':')] as const
      }),
  )
}
