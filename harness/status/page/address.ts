import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { RehearsalError } from '../../errors.ts'

/** Where a status page is served. */
export interface StatusAddress {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
}

const LOOPBACK = '127.0.0.1'
const ADDRESS = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]/\s]+)?:)?(?<port>\d{1,5})$/i

/** `:8080`, `8080`, `localhost:8080`, `0.0.0.0:8080`, `[::1]:8080`. Loopback unless a host is named. */
export function statusAddress(text: string): StatusAddress {
  const { host = LOOPBACK, port = '' } = ADDRESS.exec(text)?.groups ?? {}
  if (port !== '' && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
  throw new RehearsalError(
    'usage',
    `expected --status to be :PORT or HOST:PORT, found "${text}"`,
    'such as --status :8080; :0 takes any free port and prints it',
  )
}

/** Whether nobody but this machine can reach an address (not a name). */
export function isLoopback(address: string): boolean {
  return /^127\./.test(address) || address === '::1' || /^::ffff:127\./i.test(address)
}

/**
 * Whether a request's Host header may ask this page. A name that somebody else's DNS makes point here is refused: a page
 * of theirs could read ours otherwise. An address cannot be made to point elsewhere.
 */
export function isOwnHost(header: string | undefined, { host }: StatusAddress, loopback: boolean): boolean {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(header ?? '') ?? []
  const asked = name.replace(/^\[|\]$/g, '').toLowerCase()
  if (asked === '') return false
  if (asked === host.toLowerCase() || asked === 'localhost') return true
  if (isIP(asked) !== 0) return !loopback || isLoopback(asked)
  return !loopback && asked === hostname().toLowerCase()
}
