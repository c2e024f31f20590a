import { RehearsalError } from '../errors.ts'
import type { AuxiliaryDescription } from '../model/container.ts'
import type { DatabaseAddress, PartnerDescription, ServiceDescription } from '../model/stage.ts'
import type { Command } from '../model/step.ts'
import { untilPlaying, versionOf } from './auxiliaries.ts'
import type { CommandResult, StagingCopy, StagingOptions, Swap } from './copy.ts'
import type { CommandOptions, Ground, Player } from './ground.ts'
import { waitUntilHealthy } from './health.ts'
import { fill } from './placeholders.ts'
import { Troupe } from './troupe.ts'

/** The staging copy, on whichever ground. */
export class StagedCopy implements StagingCopy {
  readonly runtime: 'containers' | 'processes'
  readonly database: DatabaseAddress
  readonly frontIp: string
  readonly fronts: Readonly<Record<string, string>>
  readonly death: Promise<never>
  readonly #ground: Ground
  readonly #options: StagingOptions
  readonly #troupes = new Map<string, Troupe>()
  readonly #partners: Player[] = []
  #over = false
  readonly #die: (error: RehearsalError) => void

  constructor(ground: Ground, options: StagingOptions) {
    this.#ground = ground
    this.#options = options
    this.runtime = ground.runtime
    this.database = ground.database
    this.frontIp = ground.frontIp
    const urls = Object.entries(ground.ports).map(([name, port]) => [name, `http://${ground.frontIp}:${port}`] as const)
    this.fronts = Object.fromEntries(urls)
    const { promise, reject } = Promise.withResolvers<never>()
    this.death = promise
    // Nobody may be listening yet, or any more.
    promise.catch(() => undefined)
    this.#die = reject
    void ground.fallen.then(({ who, why }) => this.#lost(who, why))
  }

  async startServices(): Promise<void> {
    const { partners, services, auxiliaries = [] } = this.#options.description
    await Promise.all(partners.map((partner) => this.#startPartner(partner)))
    await this.#enter([...services, ...auxiliaries.filter(({ early }) => !early)])
  }

  /** Starts those that need neither a schema nor a service, which whatever seeds and migrates may need. */
  async startAuxiliaries(): Promise<void> {
    const { auxiliaries = [] } = this.#options.description
    await this.#enter(auxiliaries.filter(({ early }) => early))
  }

  async swap(swap: Swap): Promise<void> {
    const troupe = this.#troupes.get(swap.service)
    if (troupe === undefined) throw new Error(`asked to swap ${swap.service} before it was started`)
    const began = Date.now()
    await troupe.swap(swap)
    await this.#recordService(troupe.service, swap.version, swap.replicas, Date.now() - began)
  }

  run(command: Command, options: CommandOptions): Promise<CommandResult> {
    return this.#ground.run(command, options)
  }

  takeSnapshot(): Promise<number> {
    return this.#ground.takeSnapshot()
  }

  restoreSnapshot(): Promise<void> {
    return this.#ground.restoreSnapshot()
  }

  sourceOf(service: string, version: string): string | null {
    const found = this.#options.description.services.find(({ name }) => name === service)?.versions[version]
    return found === undefined ? null : this.#ground.sourceOf(found)
  }

  fill(text: string): string {
    return fill(text, this.#ground.hostValues)
  }

  async startPhase(phase: string): Promise<void> {
    const body = JSON.stringify({ phase })
    const order = { method: 'POST', body, timeoutMs: 5000 }
    await Promise.all(
      this.#partners.map(async ({ backend, label }) => {
        const { status, error } = await this.#ground.front.fetch(`${urlOf(backend)}/__fulldress/phase`, order)
        if (status === undefined || status >= 300)
          throw new Error(`${label} did not start the phase: ${error ?? status}`)
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true
    await this.#ground[Symbol.asyncDispose]()
  }

  /** Each starts as soon as those are ready that it depends on. */
  async #enter(cast: readonly (ServiceDescription | AuxiliaryDescription)[]): Promise<void> {
    const entrances = new Map<string, Promise<void>>()
    for (const member of inOrder(cast)) {
      const before = member.dependsOn.map((name) => entrances.get(name))
      const entrance = Promise.all(before).then(() => {
        return 'versions' in member ? this.#startService(member) : this.#startAuxiliary(member)
      })
      // Another's failure may end the waiting before this one is looked at.
      entrance.catch(() => undefined)
      entrances.set(member.name, entrance)
    }
    const outcomes = await Promise.allSettled(entrances.values())
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #startAuxiliary(auxiliary: AuxiliaryDescription): Promise<void> {
    const { record, signal } = this.#options
    const began = Date.now()
    const player = await this.#ground.startAuxiliary(auxiliary)
    await untilPlaying(auxiliary, player, signal)
    const origin = await this.#ground.originOf(auxiliary)
    const version = auxiliary.image === null ? 'default' : versionOf(auxiliary.image)
    const ready = { replicas: 1, front: '', readyMs: Date.now() - began, auxiliary: true } as const
    record({ kind: 'stage.service', service: auxiliary.name, version, ...ready, ...origin })
    if (!auxiliary.once) void player.exited.then((why) => this.#lost(player.label, why, player))
  }

  async #startPartner(partner: PartnerDescription): Promise<void> {
    const player = await this.#ground.startPartner(partner)
    // It is a second of processor from its start to its first answer, which a busy machine may stretch thirtyfold.
    const health = { path: '/__fulldress/health', timeoutMs: 60_000 }
    const hint = 'this is the harness’s own program: its log is in the run’s `logs/`'
    const { front } = this.#ground
    await waitUntilHealthy(player, { front, health, code: 'partner-unready', hint, signal: this.#options.signal })
    this.#partners.push(player)
    void player.exited.then((why) => this.#lost(player.label, why))
  }

  async #startService(service: ServiceDescription): Promise<void> {
    const { signal } = this.#options
    const lost = (player: Player, why: string) => this.#lost(player.label, why, player)
    const troupe = new Troupe({ service, ground: this.#ground, signal, lost })
    const began = Date.now()
    await troupe.enter(service.initial, service.replicas)
    this.#troupes.set(service.name, troupe)
    await this.#recordService(service, service.initial, service.replicas, Date.now() - began)
  }

  async #recordService(service: ServiceDescription, name: string, replicas: number, readyMs: number): Promise<void> {
    const version = service.versions[name]
    const origin = version === undefined ? {} : await this.#ground.originOf(version)
    const front = this.fronts[service.name] ?? ''
    this.#options.record({
      kind: 'stage.service',
      service: service.name,
      version: name,
      replicas,
      front,
      readyMs,
      ...origin,
    })
  }

  #lost(who: string, why: string, player?: Player): void {
    if (this.#over) return
    const log = player?.lastWords() ?? ''
    const message = `expected ${who} to run until the end of the rehearsal, found: ${why}${log === '' ? '' : `; its last log lines:\n${log}`}`
    this.#die(new RehearsalError('resource-died', message, 'its log in the run’s `logs/` tells what happened before'))
  }
}

function urlOf({ host, port }: Player['backend']): string {
  return `http://${host}:${port}`
}

/** Those that others depend on first; a circle is broken where it is met. */
function inOrder<Member extends { readonly name: string; readonly dependsOn: readonly string[] }>(
  services: readonly Member[],
): readonly Member[] {
  const byName = new Map(services.map((service) => [service.name, service]))
  const ordered = new Set<Member>()
  const visit = (service: Member, path: readonly string[]) => {
    if (ordered.has(service) || path.includes(service.name)) return
    for (const name of service.dependsOn) {
      const needed = byName.get(name)
      if (needed !== undefined) visit(needed, [...path, service.name])
    }
    ordered.add(service)
  }
  for (const service of services) visit(service, [])
  return [...ordered]
}
