import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * The loopback address that belongs to one run: k6 is let through to it and to nothing else, so a scenario that names
 * another program's port on 127.0.0.1 sends it no byte. Only Linux answers on all of 127.0.0.0/8.
 */
export function frontIpOf(runId: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'linux') return '127.0.0.1'
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(runId).digest()
  // 127.64–127.127: away from 127.0.0.x and 127.0.1.1, which systems use themselves; no .0 and no .255 at the end.
  return `127.${64 + (a % 64)}.${b}.${1 + (c % 254)}`
}

const given = new Set<number>()

/** A port that was free a moment ago, and that this process gives out only once. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  server.listen({ host, port: 0 })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  if (given.has(port)) return freePort(host)
  given.add(port)
  return port
}
