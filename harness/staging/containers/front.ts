import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RehearsalError } from '../../errors.ts'
import { lastLines } from '../../process/tail.ts'
import { frontIpOf } from '../address.ts'
import { FRONT_PROGRAM } from '../code.ts'
import { FrontControl } from '../front/control.ts'
import type { FrontConfig } from '../front/program.ts'
import { Passages } from '../tunnel.ts'
import type { StartedContainer } from './container.ts'
import { NODE_IMAGE } from './image.ts'
import { codeMounts } from './mounts.ts'
import type { ContainerStage } from './stage.ts'

const ADMIN_PORT = 9900

/** Its name on the internal network; one that no service of a compose file is likely to have. */
export const FRONT_ALIAS = 'fulldress-front'

/** Commands that are led to addresses of their own at once; more have to wait. */
const ENTRANCES = 16

/** Where containers inside reach the harness, at its alias, and where the harness waits for them. */
const TUNNEL = { entrances: Array.from({ length: ENTRANCES }, (_, number) => 9910 + number), exit: 9902 } as const

/** Ports inside the front's container count up from here. */
const FIRST_PORT = 20_000

export interface FrontContainer {
  readonly container: StartedContainer
  readonly control: FrontControl
  /** Ports on the run's loopback address. */
  readonly published: Readonly<Record<string, number>>
  /** Ports inside the internal network, at its alias. */
  readonly inside: Readonly<Record<string, number>>
  /** By which clients inside get to addresses of the harness's choice. */
  readonly passages: Passages
}

/** Starts the front's container for these names; resolves when it takes orders. */
export async function startFrontContainer(stage: ContainerStage, names: readonly string[]): Promise<FrontContainer> {
  const inside = Object.fromEntries(names.map((name, index) => [name, FIRST_PORT + index]))
  const token = randomBytes(16).toString('hex')
  const config: FrontConfig = { host: '0.0.0.0', adminPort: ADMIN_PORT, token, ports: inside, tunnel: TUNNEL }
  const ports = [ADMIN_PORT, TUNNEL.exit, ...Object.values(inside)].map((port) => `${port}/tcp`)
  const container = await stage.between(
    {
      label: 'the front',
      logFile: join(stage.options.folder, 'logs', 'front.log'),
      options: {
        Image: NODE_IMAGE,
        Entrypoint: ['node', FRONT_PROGRAM],
        Cmd: [JSON.stringify(config)],
        ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
        HostConfig: {
          Binds: [...codeMounts()],
          PortBindings: Object.fromEntries(ports.map((port) => [port, [{ HostPort: '' }]])),
        },
      },
    },
    FRONT_ALIAS,
  )
  const bindings = await container.published()
  const published = Object.fromEntries(names.map((name) => [name, bindings.get(inside[name] ?? 0) ?? 0]))
  const control = new FrontControl(frontIpOf(stage.options.run.id), bindings.get(ADMIN_PORT) ?? 0, token)
  await untilItObeys(control, container, stage.options.signal)
  const exit = { host: frontIpOf(stage.options.run.id), port: bindings.get(TUNNEL.exit) ?? 0, token }
  return { container, control, published, inside, passages: new Passages(exit, TUNNEL.entrances) }
}

async function untilItObeys(control: FrontControl, container: StartedContainer, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    signal.throwIfAborted()
    const { error } = await control.connect({ host: '127.0.0.1', port: ADMIN_PORT })
    if (error === undefined) return
    if (Date.now() > deadline) {
      throw new RehearsalError(
        'service-unready',
        `expected the front to take orders within 20 s, found: ${error}\n${lastLines(container.tail(), 10)}`,
        'the engine must be able to publish ports on 127.0.0.0/8 and to mount folders of this machine',
      )
    }
    await sleep(50)
  }
}
