import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { createAdmin } from './admin.ts'
import { Forwarder } from './forward.ts'
import { Tunnel } from './tunnel.ts'

/** What the front is started with, as JSON in its only argument. Port 0 takes a free one. */
export interface FrontConfig {
  readonly host: string
  readonly adminPort: number
  readonly token: string
  readonly ports: Readonly<Record<string, number>>
  /** Where clients inside enter the tunnel to the harness, and where the harness awaits them; null digs none. */
  readonly tunnel: { readonly entrances: readonly number[]; readonly exit: number } | null
}

/** The one line that it prints once everything listens. */
export interface FrontPorts {
  readonly admin: number
  readonly services: Readonly<Record<string, number>>
}

/** The front, a program of its own on Node's built-ins alone: `node program.ts <config>`. */
async function main(config: FrontConfig): Promise<void> {
  const forwarders = new Map(Object.keys(config.ports).map((name) => [name, new Forwarder()]))
  const services: Record<string, number> = {}
  for (const [name, forwarder] of forwarders) {
    services[name] = await listen(forwarder.server, config.host, config.ports[name] ?? 0)
  }
  if (config.tunnel !== null) {
    const ports = config.tunnel.entrances
    const { entrances, exit } = new Tunnel(config.token, ports.length)
    for (const [number, entrance] of entrances.entries()) await listen(entrance, config.host, ports[number] ?? 0)
    await listen(exit, config.host, config.tunnel.exit)
  }
  const admin = await listen(createAdmin(forwarders, config.token), config.host, config.adminPort)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0))
  process.stdout.write(`${JSON.stringify({ admin, services } satisfies FrontPorts)}\n`)
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen({ host, port, backlog: 1024 })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

await main(JSON.parse(process.argv[2] ?? '{}') as FrontConfig)
