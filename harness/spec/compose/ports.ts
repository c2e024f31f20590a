import { items, type Part, textOf, under } from '../part.ts'
import type { Reading } from './reading.ts'

/** The ports inside a container that a service publishes or exposes, without ranges and without UDP. */
export function portsOf(service: Part, name: string, reading: Reading): readonly number[] {
  const published = items(under(service, 'ports'))
  if (published.length > 0) reading.note('ports', `ports of ${name}`)
  const exposed = items(under(service, 'expose'))
  const ports = [...published, ...exposed].flatMap((part) => portOf(part, reading) ?? [])
  return [...new Set(ports)]
}

/** `3000`, `8080:3000`, `127.0.0.1:8080:3000/tcp`, or a map with a target; null for a range, or for UDP. */
function portOf(part: Part, { complain }: Reading): number | null {
  const text = textOf(part) ?? textOf(under(part, 'target'))
  const [, inside, range, protocol] = /(?:^|:)(\d+)(-\d+)?(?:\/(\w+))?$/.exec(text ?? '') ?? []
  if (inside === undefined) {
    complain(part, 'a port such as 3000 or "8080:3000"')
    return null
  }
  const kind = protocol ?? textOf(under(part, 'protocol')) ?? 'tcp'
  return range === undefined && kind === 'tcp' ? Number(inside) : null
}
