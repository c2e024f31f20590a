import { rm } from 'node:fs/promises'
import { serverSettings } from '../../database/settings.ts'
import { describe } from '../../errors.ts'
import type { AuxiliaryDescription } from '../../model/container.ts'
import type { DatabaseAddress, PartnerDescription, ServiceDescription, ServiceVersion } from '../../model/stage.ts'
import type { Command } from '../../model/step.ts'
import { frontIpOf } from '../address.ts'
import type { Egress } from '../canary.ts'
import type { CommandResult } from '../copy.ts'
import type { FrontControl } from '../front/control.ts'
import type { CommandOptions, Ground, Origin, Player } from '../ground.ts'
import { raisePillars } from '../pillars.ts'
import type { Values } from '../placeholders.ts'
import { runCommand } from '../processes/command.ts'
import { startAuxiliary } from './auxiliary.ts'
import { runInside } from './command.ts'
import type { StartedContainer } from './container.ts'
import { databaseAt, restoreSnapshot, takeSnapshot } from './database.ts'
import { FRONT_ALIAS, type FrontContainer } from './front.ts'
import { inquiryOf } from './healthcheck.ts'
import { imageOf, originOf } from './image.ts'
import { PARTNER_PORT, partnerAlias, startPartner } from './partner.ts'
import { replicaOptions } from './replica.ts'
import type { ContainerStage } from './stage.ts'
import { hostValues, insideValues, partnerFront } from './values.ts'

export interface Parts {
  readonly stage: ContainerStage
  readonly database: StartedContainer
  readonly address: DatabaseAddress
  readonly front: FrontContainer
  /** Prepared sources, by the path in the spec. */
  readonly sources: ReadonlyMap<string, string>
  readonly canary: Promise<Egress>
}

/** A stage of containers: an internal network, and the front as the only way in. */
export class ContainerGround implements Ground {
  readonly runtime = 'containers'
  readonly frontIp: string
  readonly front: FrontControl
  readonly ports: Readonly<Record<string, number>>
  readonly database: DatabaseAddress
  readonly hostValues: Values
  readonly fallen: Ground['fallen']
  readonly #parts: Parts
  readonly #values: Values
  readonly #pillars = raisePillars()
  #server: StartedContainer

  constructor(parts: Parts) {
    const { address, database, front, stage } = parts
    const { description, run } = stage.options
    this.#parts = parts
    this.frontIp = frontIpOf(run.id)
    this.front = front.control
    const services = description.services.map(({ name }) => [name, front.published[name] ?? 0] as const)
    this.ports = Object.fromEntries(services)
    this.database = address
    this.hostValues = hostValues(description, address, { ip: this.frontIp, ports: front.published })
    this.#values = insideValues(description, front.inside)
    this.#server = database
    for (const pillar of [database, front.container]) this.#stand(pillar)
    this.fallen = this.#pillars.fallen
  }

  async startReplica(service: ServiceDescription, version: ServiceVersion, replica: number): Promise<Player> {
    const { stage } = this.#parts
    const options = await replicaOptions(stage, version, {
      sources: this.#parts.sources,
      values: { ...this.#values, port: String(service.port) },
      environment: { PGAPPNAME: service.name, PORT: String(service.port) },
      command: version.command,
      container: service.container,
    })
    const logFile = `${stage.options.folder}/logs/${service.name}-${replica}.log`
    const label = `${service.name} ${version.version}, replica ${replica}`
    const container = await stage.inside({ label, options, logFile }, ...(service.container?.aliases ?? []))
    const host = await container.addressOn(stage.networks.inner.name)
    const trouble =
      service.container && (await inquiryOf(stage, container, { image: options.Image, ...service.container }))
    return container.asPlayer({ host, port: service.port }, trouble)
  }

  startAuxiliary(auxiliary: AuxiliaryDescription): Promise<Player> {
    return startAuxiliary(this.#parts.stage, auxiliary)
  }

  async startPartner(partner: PartnerDescription): Promise<Player> {
    const container = await startPartner(this.#parts.stage, partner)
    const backend = { host: partnerAlias(partner.name), port: PARTNER_PORT }
    await this.front.setBackends(partnerFront(partner.name), [backend])
    return container.asPlayer(backend)
  }

  async originOf(made: Pick<ServiceVersion, 'build' | 'image'>): Promise<Origin> {
    const { engine, options } = this.#parts.stage
    return await originOf(engine, await imageOf(engine, made, options.progress))
  }

  async databaseOrigin(): Promise<Origin & { readonly version: string }> {
    const { engine, options } = this.#parts.stage
    // The spec names no more than the major version, and two images of one need not be the same server.
    const { version } = await serverSettings(this.database)
    return { version, ...(await originOf(engine, options.description.database.image)) }
  }

  sourceOf({ source }: ServiceVersion): string | null {
    return source === null ? null : (this.#parts.sources.get(source) ?? source)
  }

  async run(command: Command, options: CommandOptions): Promise<CommandResult> {
    const { stage, sources } = this.#parts
    if (command.in !== null) {
      const { front } = this.#parts
      const { at } = options
      using passage = at && (await front.passages.open(at))
      const server = {
        ...(at ?? this.database),
        ...(passage ? { host: FRONT_ALIAS, port: passage.entrance } : databaseAt(stage.options.description.database)),
      }
      return await runInside(stage, { command, ...options, sources, values: this.#values, server })
    }
    const { hostValues: values, database: server } = this
    return await runCommand({ command, ...options, version: null, source: null, values, server, ground: stage.options })
  }

  takeSnapshot(): Promise<number> {
    return takeSnapshot(this.#server, this.database)
  }

  async restoreSnapshot(): Promise<void> {
    const { label } = this.#server
    this.#pillars.leave(label)
    try {
      this.#server = await restoreSnapshot(this.#parts.stage, this.#server, this.database)
      this.#stand(this.#server)
    } catch (error) {
      this.#pillars.fell({ who: label, why: describe(error) })
      throw error
    }
  }

  #stand({ label, ended }: StartedContainer): void {
    this.#pillars.stand(
      label,
      ended.then((code) => `exit code ${code}`),
    )
  }

  canary(): Promise<Egress> {
    return this.#parts.canary
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stage } = this.#parts
    // The canary may still be on its way back.
    await this.#parts.canary.catch(() => undefined)
    await stage.clear(1000)
    await rm(stage.options.temporary, { recursive: true, force: true, maxRetries: 3 })
  }
}
