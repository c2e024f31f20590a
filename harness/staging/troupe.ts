import { RehearsalError } from '../errors.ts'
import type { ServiceDescription, ServiceVersion } from '../model/stage.ts'
import type { Swap } from './copy.ts'
import type { Ground, Player } from './ground.ts'
import { waitUntilHealthy } from './health.ts'

const HINT = 'run its command by hand, or raise `health.timeout` where it only needs longer'

/** After this a replica that ignores SIGTERM at the end of its drain is killed. */
const GRACE_MS = 5000

/** The replicas of one service, behind its front. */
export class Troupe {
  readonly service: ServiceDescription
  readonly #ground: Ground
  readonly #signal: AbortSignal
  readonly #lost: (player: Player, why: string) => void
  #replicas: readonly Player[] = []
  readonly #leaving = new Set<Player>()
  #count = 0

  constructor(options: {
    readonly service: ServiceDescription
    readonly ground: Ground
    readonly signal: AbortSignal
    readonly lost: (player: Player, why: string) => void
  }) {
    this.service = options.service
    this.#ground = options.ground
    this.#signal = options.signal
    this.#lost = options.lost
  }

  /** Starts as many replicas at once, and opens the front to them when all are healthy. */
  async enter(version: string, replicas: number): Promise<void> {
    const known = this.#version(version)
    const starting = Array.from({ length: replicas }, () => this.#start(known))
    const outcomes = await Promise.allSettled(starting)
    const healthy = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value)
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) {
      await Promise.all(healthy.map((player) => this.#stop(player, 0)))
      throw failed.reason
    }
    await this.#show(healthy)
  }

  async swap(swap: Swap): Promise<void> {
    if (swap.strategy === 'rolling') return await this.#roll(swap)
    const old = this.#replicas
    this.#version(swap.version)
    await this.#show([])
    await Promise.all(old.map((player) => this.#stop(player, swap.drainMs)))
    await this.enter(swap.version, swap.replicas)
  }

  /** One in, one out, so that there is always somebody; the first newcomer that fails leaves the old ones where they are. */
  async #roll({ version, replicas, drainMs }: Swap): Promise<void> {
    const known = this.#version(version)
    const old = [...this.#replicas]
    for (let index = 0; index < replicas; index++) {
      const player = await this.#start(known)
      await this.#show([...this.#replicas, player])
      const leaver = old.shift()
      if (leaver !== undefined) await this.#bowOut(leaver, drainMs)
    }
    for (const leaver of old) await this.#bowOut(leaver, drainMs)
  }

  /** Out of the front first; then its connections are let go between requests, and only then is it told to stop. */
  async #bowOut(player: Player, drainMs: number): Promise<void> {
    this.#leaving.add(player)
    await this.#show(this.#replicas.filter((replica) => replica !== player))
    await this.#ground.front.drain(this.service.name, player.backend, drainMs)
    await this.#stop(player, GRACE_MS)
  }

  /** A port that was free when it was chosen may be taken by somebody's connection when it is needed. */
  async #start(version: ServiceVersion): Promise<Player> {
    try {
      return await this.#startOnce(version)
    } catch (error) {
      if (!(error instanceof RehearsalError && error.code === 'port-taken')) throw error
      return await this.#startOnce(version)
    }
  }

  async #startOnce(version: ServiceVersion): Promise<Player> {
    const { service } = this
    const player = await this.#ground.startReplica(service, version, ++this.#count)
    const wait = { front: this.#ground.front, health: service.health, code: 'service-unready', hint: HINT } as const
    try {
      await waitUntilHealthy(player, { ...wait, signal: this.#signal })
    } catch (error) {
      await this.#stop(player, 0)
      throw error
    }
    void player.exited.then((why) => {
      if (!this.#leaving.has(player)) this.#lost(player, why)
    })
    return player
  }

  async #show(players: readonly Player[]): Promise<void> {
    this.#replicas = players
    await this.#ground.front.setBackends(
      this.service.name,
      players.map(({ backend }) => backend),
    )
  }

  async #stop(player: Player, graceMs: number): Promise<void> {
    this.#leaving.add(player)
    await player.stop(graceMs)
  }

  #version(name: string): ServiceVersion {
    const version = this.service.versions[name]
    if (version !== undefined) return version
    const known = Object.keys(this.service.versions).join(', ')
    throw new RehearsalError(
      'usage',
      `expected a version of ${this.service.name} that the spec declares (${known}), found ${name}`,
      'declare it under `versions`, or correct the step',
    )
  }
}
