import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe } from '../../errors.ts'
import type { AuxiliaryDescription } from '../../model/container.ts'
import type { DatabaseAddress, PartnerDescription, ServiceDescription, ServiceVersion } from '../../model/stage.ts'
import type { Command } from '../../model/step.ts'
import type { PartnerConfig } from '../../partners/config.ts'
import { run } from '../../process/run.ts'
import { type Running, start } from '../../process/spawn.ts'
import { freePort, frontIpOf } from '../address.ts'
import { type Egress, tryToLeave } from '../canary.ts'
import { STAND_IN_PROGRAM } from '../code.ts'
import type { CommandResult } from '../copy.ts'
import type { FrontControl } from '../front/control.ts'
import type { CommandOptions, Ground, GroundOptions, Origin, Player } from '../ground.ts'
import { raisePillars } from '../pillars.ts'
import { databaseValues, fillAll, serviceValues, type Values } from '../placeholders.ts'
import { PUT_BACK, type Shell, takeBaseBackup } from '../postgres/base-backup.ts'
import { POSTGRES_RELEASES } from '../postgres/install.ts'
import { postgresEnvironment } from '../postgres/programs.ts'
import { type PostgresServer, startPostgres } from '../postgres/server.ts'
import { prepareSources } from '../source.ts'
import { commandOf, runCommand } from './command.ts'
import { baseEnvironment } from './environment.ts'
import { type FrontProcess, startFront } from './front.ts'
import { exitWords, processPlayer } from './player.ts'

const DATABASE = 'the database'

/** A stage of processes: PostgreSQL, services, stand-ins and the front, all on loopback. */
export class ProcessGround implements Ground {
  readonly runtime = 'processes'
  readonly frontIp: string
  readonly front: FrontControl
  readonly ports: Readonly<Record<string, number>>
  readonly database: DatabaseAddress
  readonly hostValues: Values
  readonly fallen: Ground['fallen']
  readonly #options: GroundOptions
  readonly #sources: ReadonlyMap<string, string>
  readonly #partnerPorts: ReadonlyMap<string, number>
  readonly #players: Running[] = []
  readonly #front: Running
  readonly #database: PostgresServer
  #server: Running
  readonly #pillars = raisePillars()

  private constructor(options: GroundOptions, parts: Parts) {
    const { database, front, sources, partnerPorts } = parts
    this.frontIp = frontIpOf(options.run.id)
    this.#options = options
    this.#sources = sources
    this.#partnerPorts = partnerPorts
    this.#front = front.running
    this.#database = database
    this.#server = database.running
    this.front = front.control
    this.ports = front.ports
    this.database = database.address
    const services = Object.entries(front.ports).map(([name, port]) => serviceValues(name, this.frontIp, port))
    const partners = [...partnerPorts].map(([name, port]) => ({ [`partner.${name}.url`]: `http://127.0.0.1:${port}` }))
    this.hostValues = Object.assign({}, databaseValues(database.address), ...services, ...partners) as Values
    this.#pillars.stand(DATABASE, database.running.exited.then(exitWords))
    this.#pillars.stand('the front', front.running.exited.then(exitWords))
    this.fallen = this.#pillars.fallen
  }

  /** Starts the database and the front, and prepares every source meanwhile. */
  static async start(options: GroundOptions): Promise<ProcessGround> {
    const { description, temporary, folder, progress, signal } = options
    const env = baseEnvironment(options, null)
    const logFile = join(folder, 'logs', 'database.log')
    const ports = Promise.all(description.partners.map(async ({ name }) => [name, await freePort()] as const))
    const names = description.services.map(({ name }) => name)
    const [database, front, sources, partnerPorts] = await Promise.allSettled([
      startPostgres({
        description: description.database,
        folder: temporary,
        logFile,
        marks: marksOf(env),
        progress,
        signal,
      }),
      startFront(frontIpOf(options.run.id), names, env),
      prepareSources(description, progress),
      ports,
    ])
    if (database.status === 'fulfilled' && front.status === 'fulfilled' && sources.status === 'fulfilled') {
      if (partnerPorts.status === 'fulfilled') {
        const parts = { database: database.value, front: front.value, sources: sources.value }
        return new ProcessGround(options, { ...parts, partnerPorts: new Map(partnerPorts.value) })
      }
    }
    const started = [database, front].filter((outcome) => outcome.status === 'fulfilled')
    await Promise.all(started.map(({ value }) => value.running.stop(0)))
    const failed = [database, front, sources, partnerPorts].find((outcome) => outcome.status === 'rejected')
    throw failed?.reason
  }

  async startReplica(service: ServiceDescription, version: ServiceVersion, replica: number): Promise<Player> {
    const port = await freePort()
    const source = this.sourceOf(version)
    const env = {
      ...baseEnvironment(this.#options, source),
      PGAPPNAME: service.name,
      PORT: String(port),
      HOST: '127.0.0.1',
      ...fillAll(version.environment, { ...this.hostValues, port: String(port) }),
    }
    const logFile = join(this.#options.folder, 'logs', `${service.name}-${replica}.log`)
    const command = commandOf(service, version, { ...this.hostValues, port: String(port) })
    const running = this.#begin('sh', ['-c', command], { env, logFile, cwd: source ?? this.#options.temporary })
    const backend = { host: '127.0.0.1', port }
    return processPlayer(`${service.name} ${version.version}, replica ${replica}`, running, { backend, logFile })
  }

  async startPartner({ name, routes }: PartnerDescription): Promise<Player> {
    const { folder, temporary, seed } = this.#options
    const port = this.#partnerPorts.get(name) ?? (await freePort())
    await mkdir(join(folder, 'partners'), { recursive: true })
    const callsFile = join(folder, 'partners', `${name}.jsonl`)
    const config: PartnerConfig = { name, host: '127.0.0.1', port, routes, seed, callsFile }
    const file = join(temporary, `partner-${name}.json`)
    await writeFile(file, JSON.stringify(config))
    const logFile = join(folder, 'logs', `partner-${name}.log`)
    const env = baseEnvironment(this.#options, null)
    const running = this.#begin(process.execPath, [STAND_IN_PROGRAM, file], { env, logFile, cwd: temporary })
    return processPlayer(`stand-in ${name}`, running, { backend: { host: '127.0.0.1', port }, logFile })
  }

  /** Whoever chooses the runtime has refused such a stage. */
  async startAuxiliary({ name }: AuxiliaryDescription): Promise<Player> {
    throw new Error(`asked to start ${name} as a process, which only an image describes`)
  }

  /** Code that runs from a source folder has no image to name. */
  async originOf(): Promise<Origin> {
    return {}
  }

  async databaseOrigin() {
    const release = POSTGRES_RELEASES[this.#options.description.database.version]
    return { version: release.replace(/\.0-.*$/, '') }
  }

  sourceOf({ source }: ServiceVersion): string | null {
    return source === null ? null : (this.#sources.get(source) ?? source)
  }

  async run(command: Command, options: CommandOptions): Promise<CommandResult> {
    const version = versionOf(this.#options, command)
    const source = version === null ? null : (options.source ?? this.sourceOf(version))
    const { hostValues: values, database: server } = this
    return await runCommand({ command, ...options, version, source, values, server, ground: this.#options })
  }

  takeSnapshot(): Promise<number> {
    return takeBaseBackup(this.database, shell, this.#snapshot)
  }

  async restoreSnapshot(): Promise<void> {
    this.#pillars.leave(DATABASE)
    try {
      // What it holds is thrown away, so it need not write a checkpoint.
      this.#server.kill('SIGQUIT')
      await this.#server.stop(5000)
      await shell(PUT_BACK, [this.#database.data, this.#snapshot])
      this.#server = await this.#database.startAgain()
      this.#pillars.stand(DATABASE, this.#server.exited.then(exitWords))
    } catch (error) {
      this.#pillars.fell({ who: DATABASE, why: describe(error) })
      throw error
    }
  }

  get #snapshot(): string {
    return join(dirname(this.#database.data), 'snapshot')
  }

  canary(): Promise<Egress> {
    return tryToLeave('processes')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#players, this.#front].map((running) => running.stop(2000)))
    // Its data is thrown away, so it need not write a checkpoint: SIGQUIT is its immediate shutdown.
    this.#server.kill('SIGQUIT')
    await this.#server.stop(3000)
    await rm(this.#options.temporary, { recursive: true, force: true, maxRetries: 3 })
  }

  #begin(command: string, args: readonly string[], options: Parameters<typeof start>[2]): Running {
    const running = start(command, args, options)
    this.#players.push(running)
    return running
  }
}

interface Parts {
  readonly database: PostgresServer
  readonly front: FrontProcess
  readonly sources: ReadonlyMap<string, string>
  readonly partnerPorts: ReadonlyMap<string, number>
}

/** Copying a large data directory takes its time. */
const COPY_TIMEOUT_MS = 30 * 60_000

const shell: Shell = async (script, args) => {
  const options = { env: postgresEnvironment(), timeoutMs: COPY_TIMEOUT_MS }
  const { exitCode, tail } = await run('sh', ['-c', script, 'sh', ...args], options)
  if (exitCode !== 0) throw new Error(`copying the data directory failed: ${tail}`)
}

/** The version whose source and environment a command runs in; null for the host's own. */
function versionOf({ description }: GroundOptions, command: Command): ServiceVersion | null {
  if (command.in === null) return null
  const { service, version } = command.in
  const found = description.services.find(({ name }) => name === service)?.versions[version]
  if (found === undefined) throw new Error(`a command asked for ${service} ${version}, which the plan does not know`)
  return found
}

function marksOf({ FULLDRESS_RUN = '' }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { FULLDRESS_RUN }
}
