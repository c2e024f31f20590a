import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLastWords, readTail } from '../../process/run.ts'
import type { Backend } from '../front/forward.ts'
import type { Player } from '../ground.ts'
import type { ContainerOptions, Engine, EngineContainer } from './engine.ts'

export interface ContainerPlan {
  readonly label: string
  /** Image, command, environment, mounts, networks. */
  readonly options: ContainerOptions
  readonly logFile: string
  /** Another network to join before it starts, under another name. */
  readonly alsoOn?: { readonly network: string; readonly alias: string }
}

/** A container that was started, with its log on its way to a file. */
export class StartedContainer {
  readonly label: string
  /** Resolves with the exit code when it has ended, and with null where the engine lost sight of it. */
  readonly ended: Promise<number | null>
  /** Resolves when everything that it printed is in the file. */
  readonly logged: Promise<void>
  readonly #engine: Engine
  readonly #plan: ContainerPlan
  readonly #container: EngineContainer
  readonly #logFile: string
  /** Resolves when it was removed by us. */
  readonly removed: Promise<void>
  readonly #whenRemoved: () => void
  #removing: Promise<void> | undefined

  private constructor(engine: Engine, plan: ContainerPlan, container: EngineContainer, logged: Promise<void>) {
    this.#engine = engine
    this.#plan = plan
    this.label = plan.label
    this.#logFile = plan.logFile
    this.#container = container
    this.logged = logged
    const { promise, resolve } = Promise.withResolvers<void>()
    this.removed = promise
    this.#whenRemoved = resolve
    this.ended = container.wait().then(
      ({ StatusCode }: { StatusCode: number }) => StatusCode,
      () => null,
    )
  }

  static async start(engine: Engine, plan: ContainerPlan): Promise<StartedContainer> {
    const container = await engine.container.create(plan.options)
    try {
      const { alsoOn } = plan
      if (alsoOn !== undefined) {
        const network = engine.network.getById(alsoOn.network)
        await engine.container.connectToNetwork(container, network, [alsoOn.alias])
      }
      await engine.container.start(container)
    } catch (error) {
      await container.remove({ force: true, v: true }).catch(() => undefined)
      throw error
    }
    return new StartedContainer(engine, plan, container, keepLog(engine, container, plan.logFile))
  }

  get id(): string {
    return this.#container.id
  }

  /** Runs a command beside its own; rejects with what it printed unless it exits with 0. */
  async exec(command: readonly string[]): Promise<void> {
    const { exitCode, output } = await this.#engine.container.exec(this.#container, [...command])
    if (exitCode !== 0) throw new Error(`\`${command[0]}\` in ${this.label} exited with ${exitCode}: ${output}`)
  }

  /**
   * The exit code of a command beside its own; null where it took too long, or the container ended meanwhile. It is not
   * listened to: the engine may leave the stream of a command open whose container is gone.
   */
  async ask(command: readonly string[], timeoutMs: number): Promise<number | null> {
    const deadline = Date.now() + timeoutMs
    const asked = await this.#container.exec({ Cmd: [...command] })
    const stream = await asked.start({ Detach: true })
    // It says nothing, and unread it would keep this process for minutes.
    stream.destroy()
    let ended = false
    void this.ended.then(() => {
      ended = true
    })
    while (!ended && Date.now() < deadline) {
      const { Running, ExitCode } = await asked.inspect()
      if (!Running && ExitCode !== null) return ExitCode
      await sleep(50)
    }
    return null
  }

  /** Ends it at once, has something done to its volumes, and starts it anew: as another one, for its end is another. */
  async startAgain(between: () => Promise<void>): Promise<StartedContainer> {
    await this.#container.kill()
    await this.ended
    await this.logged
    await between()
    const since = Math.floor(Date.now() / 1000)
    await this.#engine.container.start(this.#container)
    const logged = keepLog(this.#engine, this.#container, this.#logFile, since)
    return new StartedContainer(this.#engine, this.#plan, this.#container, logged)
  }

  /** Its address on a network; empty once it has ended. */
  async addressOn(network: string): Promise<string> {
    const { NetworkSettings } = await this.#container.inspect()
    return NetworkSettings.Networks[network]?.IPAddress ?? ''
  }

  /** Ports that it publishes, by the port inside. */
  async published(): Promise<ReadonlyMap<number, number>> {
    const { NetworkSettings } = await this.#container.inspect()
    const entries = Object.entries(NetworkSettings.Ports).map(([inside, bindings]) => {
      return [Number.parseInt(inside, 10), Number(bindings?.[0]?.HostPort ?? 0)] as const
    })
    return new Map(entries)
  }

  /** SIGTERM, SIGKILL after the grace, and away with it and its volumes. */
  stop(graceMs: number): Promise<void> {
    this.#removing ??= this.#stop(graceMs)
    return this.#removing
  }

  tail(): string {
    return readTail(this.#logFile)
  }

  /** `trouble` asks the container itself whether it is well. */
  asPlayer(backend: Backend, trouble?: Player['trouble']): Player {
    const exited = this.ended.then((code) => (code === null ? 'its container was lost' : `exit code ${code}`))
    const stop = (graceMs: number) => this.stop(graceMs)
    const [tail, lastWords] = [() => this.tail(), () => readLastWords(this.#logFile)]
    return { label: this.label, backend, exited, stop, tail, lastWords, ...(trouble && { trouble }) }
  }

  async #stop(graceMs: number): Promise<void> {
    if (graceMs > 0) {
      // It may have ended before; then there is nobody to signal.
      await this.#container.kill({ signal: 'SIGTERM' }).catch(() => undefined)
      const abort = new AbortController()
      await Promise.race([this.ended, sleep(graceMs, null, { signal: abort.signal }).catch(() => null)])
      abort.abort()
    }
    await remove(this.#container)
    this.#whenRemoved()
    await Promise.race([this.logged, sleep(500, null, { ref: false })])
  }
}

/** Removes by force; that somebody else removed it first is fine, too. */
async function remove(container: EngineContainer): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error
  })
}

/** Resolves when the log has ended; what it prints before we ask is in it, too. */
async function keepLog(engine: Engine, container: EngineContainer, file: string, since = 0): Promise<void> {
  mkdirSync(dirname(file), { recursive: true })
  const out = createWriteStream(file, { flags: 'a' })
  const stream = await engine.container.logs(container, { since })
  stream.on('error', () => out.end())
  stream.pipe(out)
  await finished(out).catch(() => undefined)
}
