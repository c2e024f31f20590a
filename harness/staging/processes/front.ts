import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { RehearsalError } from '../../errors.ts'
import { type Running, start } from '../../process/spawn.ts'
import { FRONT_PROGRAM } from '../code.ts'
import { FrontControl } from '../front/control.ts'
import type { FrontConfig, FrontPorts } from '../front/program.ts'

export interface FrontProcess {
  readonly running: Running
  readonly control: FrontControl
  readonly ports: Readonly<Record<string, number>>
}

/** Starts the front as a process; resolves when it listens. */
export async function startFront(
  ip: string,
  services: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<FrontProcess> {
  const token = randomBytes(16).toString('hex')
  const ports = Object.fromEntries(services.map((name) => [name, 0]))
  const config: FrontConfig = { host: ip, adminPort: 0, token, ports, tunnel: null }
  const running = start(process.execPath, [FRONT_PROGRAM, JSON.stringify(config)], { env })
  const line = await firstLine(running)
  if (line === null) {
    await running.stop(0)
    throw new RehearsalError(
      'service-unready',
      `expected the front to listen on ${ip} within 15 s, found that it did not`,
      'the loopback interface must be up and answer on 127.0.0.0/8',
    )
  }
  const known = JSON.parse(line) as FrontPorts
  return { running, control: new FrontControl(ip, known.admin, token), ports: known.services }
}

async function firstLine({ stdout, stderr, exited }: Running): Promise<string | null> {
  stderr?.resume()
  if (stdout === null) return null
  const lines = createInterface(stdout)
  const first = once(lines, 'line').then(([line]: string[]) => line ?? null)
  return await Promise.race([first, exited.then(() => null), sleep(15_000, null, { ref: false })])
}
