import { delimiter, dirname, join } from 'node:path'
import { describe } from '../errors.ts'
import { copyEnvironment } from '../independence/copy.ts'
import { nameOf, type Part } from '../independence/part.ts'
import type { Reading } from '../independence/reach.ts'
import { complaintOf, isToldOf, makeUnusable } from '../independence/sabotage.ts'
import { applySql } from '../migrator/apply.ts'
import type { ChangedPart, IndependenceFact } from '../model/facts-of-independence.ts'
import { type Step, stepsBack } from '../model/step.ts'
import type { CommandBack } from '../plan/commands-back.ts'
import { onStage, type Scene } from './scene.ts'
import { runCommand } from './steps.ts'
import { type Surroundings, searched } from './surroundings.ts'

/** As it was seeded, until the audit: there the way back is run once more. */
export const CLONE = 'fulldress_independence_1'
const LONGEST_COMMAND_MS = 120_000
const LINES_SAID = 6

/** A command of the way back, and what was read of it. */
export interface Read {
  readonly back: CommandBack
  readonly surroundings: Surroundings | null
  readonly reading: Reading
  /** What is made unusable for it. */
  readonly parts: readonly Part[]
  readonly image: ChangedPart | null
}

export type Ran = Pick<IndependenceFact, 'outcome' | 'met' | 'said' | 'because'>

/** The way back, step by step on the clone; broken once a step failed there that nothing was taken from. */
export class Trial {
  readonly #scene: Scene
  readonly #signal: AbortSignal
  readonly #temporary: string
  readonly #commands: readonly Read[]
  readonly #copies = new Map<string, Promise<string>>()
  #broken: string | null = null

  constructor(scene: Scene, signal: AbortSignal, temporary: string, commands: readonly Read[]) {
    this.#scene = scene
    this.#signal = signal
    this.#temporary = temporary
    this.#commands = commands
  }

  async perform(record: (read: Read, ran: Ran) => void): Promise<void> {
    const needed = this.#commands.some(({ parts }) => parts.length > 0)
    const { upgrade, rollback } = this.#scene.plan
    // What follows the restoring of a snapshot meets the schema from before, which the clone has as it is.
    if (needed && rollback.way !== 'restore') await this.#attempt('the upgrade', () => this.#migrate(upgrade))
    for (const [index, step] of stepsBack(rollback).entries()) {
      const read = this.#commands.find(({ back }) => back.step === index)
      if (read !== undefined) record(read, await this.#try(read, needed))
      else if (needed && this.#broken === null) await this.#attempt(step.label, () => this.#migrate([step]))
    }
  }

  async #try(read: Read, needed: boolean): Promise<Ran> {
    const { back, parts, surroundings } = read
    const [unseen] = surroundings?.changes.notFollowed ?? []
    if (unseen !== undefined) return { outcome: 'undecided', met: [], said: null, because: unseen }
    if (parts.length === 0) {
      // What comes after it in the way back may need what it does.
      if (needed && this.#broken === null) await this.#attempt(back.label, () => this.#usable(read))
      return { outcome: 'unchanged', met: [], said: null, because: null }
    }
    if (this.#broken !== null) return { outcome: 'undecided', met: [], said: null, because: this.#broken }
    this.#scene.progress(`${back.label}, with what the upgrade changed made unusable`)
    const { exitCode, tail } = await this.#run(read, 'unusable')
    this.#signal.throwIfAborted()
    const complained = parts.filter((part) => tail.includes(complaintOf(part))).map(nameOf)
    if (exitCode === 0) return { outcome: 'succeeded', met: complained, said: null, because: null }
    const met = parts.filter((part) => isToldOf(part, tail)).map(nameOf)
    await this.#attempt(back.label, () => this.#usable(read))
    const said = lastWords(tail.replaceAll(`${this.#temporary}/`, ''))
    const depends = this.#broken === null || met.length > 0
    return { outcome: depends ? 'depends' : 'undecided', met, said, because: depends ? null : this.#broken }
  }

  /** The same command with nothing taken from it: that it succeeds so is what makes its failure news. */
  async #usable(read: Read): Promise<void> {
    const { exitCode, tail } = await this.#run(read, 'usable')
    if (exitCode !== 0) throw new Error(`it exited with ${exitCode ?? 'a signal'}: ${tail.split('\n').at(-1)}`)
  }

  async #attempt(what: string, attempt: () => Promise<void>): Promise<void> {
    try {
      await attempt()
    } catch (error) {
      this.#signal.throwIfAborted()
      this.#broken ??= `${what} fails on the clone with everything usable: ${describe(error)}`
    }
  }

  async #run(read: Read, how: 'usable' | 'unusable') {
    const { back, surroundings } = read
    const { command } = back
    const name = `independence-${back.step + 1}-${how}`
    const options = { name, database: CLONE, signal: this.#signal }
    const bounded = { ...command, timeoutMs: Math.min(command.timeoutMs, LONGEST_COMMAND_MS) }
    if (surroundings === null) return onStage(this.#scene, 'copy').run(bounded, options)
    const folder = await this.#copy(read, how)
    if (command.in !== null) return onStage(this.#scene, 'copy').run(bounded, { ...options, source: folder })
    const PATH =
      searched(this.#scene, command).PATH ?? [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
    const environment = { ...command.environment, PATH: [stubsOf(folder), PATH].join(delimiter) }
    return onStage(this.#scene, 'copy').run({ ...bounded, cwd: folder, environment }, options)
  }

  /** A copy of the surroundings for each command, for an unusable part of one may be the script of another. */
  #copy({ back, surroundings, parts }: Read, how: 'usable' | 'unusable'): Promise<string> {
    const key = `${back.step + 1}-${how}`
    const made =
      this.#copies.get(key) ?? this.#make(join(this.#temporary, key), surroundings, how === 'usable' ? [] : parts)
    this.#copies.set(key, made)
    return made
  }

  async #make(to: string, surroundings: Surroundings | null, parts: readonly Part[]): Promise<string> {
    if (surroundings === null) throw new Error('a command without a source has nothing to copy')
    const own = parts.flatMap(({ files }) => files)
    await copyEnvironment(surroundings.folder, to, { except: surroundings.except, own })
    await makeUnusable(to, parts, stubsOf(to))
    return to
  }

  async #migrate(steps: readonly Step[]): Promise<void> {
    const { plan, progress } = this.#scene
    const address = { ...onStage(this.#scene, 'copy').database, database: CLONE }
    const root = dirname(plan.spec)
    for (const [index, step] of steps.entries()) {
      if (step.kind !== 'migrate') continue
      const signal = this.#signal
      if ('sql' in step) await applySql({ address, sql: step.sql, root, recordAs: null, progress, signal })
      else await runCommand(this.#scene, step.tool, `independence-up-${index + 1}`, signal, { database: CLONE })
    }
  }
}

/** The last lines of an output, without the frames of a stack and what Node says of itself. */
function lastWords(tail: string): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '' && !/^\s*(at |\^|File ")|^Node\.js v/.test(line))
  return lines.slice(-LINES_SAID).join('\n')
}

/** Stand-ins for programs that lie elsewhere on the PATH. */
function stubsOf(folder: string): string {
  return `${folder}-programs`
}
