import { describe } from '../../errors.ts'
import type { GroundOptions } from '../ground.ts'
import { type ContainerPlan, StartedContainer } from './container.ts'
import type { ContainerOptions, Engine } from './engine.ts'
import { runLabels } from './labels.ts'
import type { Networks } from './networks.ts'
import { removeVolumes } from './volumes.ts'

/** A name server that nobody runs: the engine's own would pass questions about the outside on to the machine's. */
const NO_NAME_SERVER = ['192.0.2.1']

/** There is a default route to a gateway that is not there: not to find it takes a kernel 3 s, and so it takes 60 ms. */
const NO_GATEWAY_SOON = { 'net.ipv4.neigh.eth0.retrans_time_ms': '20' }

/** Where containers of one run are started, and all that were, so that all of them go in the end. */
export class ContainerStage {
  readonly engine: Engine
  readonly options: GroundOptions
  readonly networks: Networks
  readonly #started = new Set<StartedContainer>()
  #sysctls: Readonly<Record<string, string>> = NO_GATEWAY_SOON

  constructor(engine: Engine, options: GroundOptions, networks: Networks) {
    this.engine = engine
    this.options = options
    this.networks = networks
  }

  /** Starts a container on the internal network, under aliases that others there may use. */
  async inside(plan: Omit<ContainerPlan, 'alsoOn'>, ...aliases: readonly string[]): Promise<StartedContainer> {
    try {
      return await this.#inside(plan, aliases)
    } catch (error) {
      // Some engines let nobody set these; they are a comfort, not the wall.
      if (this.#sysctls !== NO_GATEWAY_SOON || !/sysctl/i.test(describe(error))) throw error
      this.#sysctls = {}
      return await this.#inside(plan, aliases)
    }
  }

  #inside(plan: Omit<ContainerPlan, 'alsoOn'>, aliases: readonly string[]): Promise<StartedContainer> {
    const { HostConfig, ...rest } = plan.options
    const { name } = this.networks.inner
    return this.#start({
      ...plan,
      options: {
        ...rest,
        HostConfig: {
          Init: true,
          Dns: NO_NAME_SERVER,
          DnsOptions: ['timeout:1', 'attempts:1'],
          Sysctls: this.#sysctls,
          ...HostConfig,
          NetworkMode: name,
        },
        NetworkingConfig: { EndpointsConfig: { [name]: { Aliases: [...aliases] } } },
      },
    })
  }

  /** Starts the one container that stands in both networks. */
  between(plan: Omit<ContainerPlan, 'alsoOn'>, alias: string): Promise<StartedContainer> {
    const { HostConfig, ...rest } = plan.options
    const { inner, outer } = this.networks
    const options = { ...rest, HostConfig: { Init: true, ...HostConfig, NetworkMode: outer.name } }
    return this.#start({ ...plan, options, alsoOn: { network: inner.id, alias } })
  }

  /** Stops and removes everything, and the networks after it. */
  async clear(graceMs: number): Promise<void> {
    const outcomes = await Promise.allSettled([...this.#started].map((container) => container.stop(graceMs)))
    await Promise.all([this.networks.remove(), removeVolumes(this.engine, this.options.run)])
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #start(plan: ContainerPlan): Promise<StartedContainer> {
    const options: ContainerOptions = { ...plan.options, Labels: runLabels(this.options.run) }
    const container = await StartedContainer.start(this.engine, { ...plan, options })
    this.#started.add(container)
    void container.removed.then(() => this.#started.delete(container))
    return container
  }
}

/** `KEY=value`, as the engine wants it. */
export function envList(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([key, value]) => `${key}=${value}`)
}
