import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join, posix } from 'node:path'
import type { Reached } from '../model/facts-of-independence.ts'
import { type Call, callOf } from './calls.ts'
import { type Imports, jsImports, pythonImports } from './imports.ts'
import { declared, npmScript, packageOfBin, pythonDependencies } from './packages.ts'
import { isCode, nameOf, type Part } from './part.ts'
import { resolveJs, resolvePython, sitePackages, type Target } from './resolve.ts'
import { simpleCommands } from './shell-words.ts'

/** Where a command runs, as far as reading needs it. */
export interface Ground {
  readonly folder: string
  /** Folders of its PATH that lie in the environment, relative to it. */
  readonly path: readonly string[]
  /** Folders of its PYTHONPATH in the environment, relative to it. */
  readonly pythonPath: readonly string[]
}

export interface Reading {
  readonly reaches: readonly Reached[]
  readonly notFollowed: readonly string[]
  /** Files of the environment that the command names itself; relative to it. */
  readonly entries: readonly string[]
}

/** A script that loads more than this is a program of its own. */
const MOST_FILES = 500

type Chain = readonly string[]

/**
 * Reads what a command executes and what that loads, through files of one's own and the declared dependencies of
 * packages, and says which of the changed parts it comes to. Nothing is run.
 */
export function readReach(command: string, ground: Ground, parts: readonly Part[]): Reading {
  const walk = new Walk(ground, parts)
  walk.shell(command, [])
  return walk.reading()
}

class Walk {
  readonly #ground: Ground
  readonly #parts: ReadonlyMap<string, Part>
  readonly #sites: readonly string[]
  /** Files that a shell reads. */
  readonly #shells = new Set<string>()
  readonly #seen = new Set<string>()
  readonly #reached = new Map<string, Reached>()
  readonly #notFollowed = new Set<string>()
  readonly #entries = new Set<string>()

  constructor(ground: Ground, parts: readonly Part[]) {
    this.#ground = ground
    this.#parts = new Map(parts.map((part) => [part.path, part]))
    this.#sites = sitePackages(ground.folder)
  }

  reading(): Reading {
    return { reaches: [...this.#reached.values()], notFollowed: [...this.#notFollowed], entries: [...this.#entries] }
  }

  /** A shell text: what each of its simple commands runs, from the environment's folder. */
  shell(text: string, chain: Chain): void {
    for (const words of simpleCommands(text)) {
      const call = callOf(words)
      if (call !== null) this.#call(call, chain)
      if (call?.calls === 'program' && chain.length === 0) this.#operands(words.slice(1))
    }
  }

  /** Scripts that a command hands to an interpreter which we do not read: `perl back.pl`. */
  #operands(words: readonly string[]): void {
    for (const path of words.map((word) => posix.normalize(word))) {
      if (!this.#isFile(path) || !isCode({ kind: 'file', name: path, path })) continue
      this.#entries.add(path)
      this.#leave([path], 'what it loads')
    }
  }

  #call(call: Call, chain: Chain): void {
    switch (call.calls) {
      case 'script':
        if (call.shell === true) this.#shells.add(posix.normalize(call.path))
        this.#script(posix.normalize(call.path), chain)
        break
      case 'python-module':
        this.#load(this.#python('.', call.module), chain)
        break
      case 'shell':
        this.shell(call.text, chain)
        break
      case 'npm-script': {
        const text = npmScript(this.#ground.folder, call.script)
        if (text !== null) this.shell(text, [...chain, `npm run ${call.script}`])
        break
      }
      case 'program':
        this.#program(call.program, chain)
        break
      case 'unknown':
        this.#leave(chain, call.what)
        break
      default:
        call satisfies never
    }
  }

  /** A program of the environment's PATH, or of the machine's. */
  #program(program: string, chain: Chain): void {
    const bin = packageOfBin(this.#ground.folder, program)
    const own = this.#ground.path.map((folder) => posix.join(folder, program)).find((path) => this.#isFile(path))
    if (bin !== null) this.#load({ package: bin }, [...chain, program])
    else if (own !== undefined) this.#script(own, chain)
    else {
      // Which of several of one name is found, only the PATH at that moment tells; a changed one is suspect.
      for (const { kind, path } of this.#parts.values()) {
        if (kind === 'program' && (path === program || basename(path) === program))
          this.#meet(path, [...chain, program])
      }
    }
  }

  #script(path: string, chain: Chain): void {
    if (!this.#isFile(path)) return
    if (chain.length === 0) this.#entries.add(path)
    this.#load({ file: path }, chain)
  }

  #load(target: Target, chain: Chain): void {
    if (target === null) return
    const path = 'file' in target ? target.file : target.package
    const here = [...chain, 'file' in target ? path : basename(path)]
    this.#meet(path, 'file' in target ? here : chain)
    if (this.#seen.has(path)) return
    if (this.#seen.size >= MOST_FILES) {
      this.#notFollowed.add(`more than ${MOST_FILES} files`)
      return
    }
    this.#seen.add(path)
    if ('file' in target) this.#file(path, here)
    else this.#package(path, here)
  }

  #file(file: string, chain: Chain): void {
    const { folder } = this.#ground
    const text = readFileSync(join(folder, file), 'utf8')
    const [, interpreter = ''] = /^#!.*?\b(node|python|sh|bash|dash)/.exec(text) ?? []
    if (text.includes('\0')) this.#leave(chain, 'what a binary does')
    else if (/\.[cm]?[jt]s$/.test(file) || interpreter === 'node') {
      this.#follow(jsImports(text), chain, (name) => resolveJs(folder, file, name))
      if (/\bchild_process\b|\bexeca\b/.test(text)) this.#leave(chain, 'programs that it starts')
    } else if (extname(file) === '.py' || interpreter === 'python') {
      this.#follow(pythonImports(text), chain, (name) => this.#python(file, name))
      if (/\bsubprocess\b|\bos\.system\b/.test(text)) this.#leave(chain, 'programs that it starts')
    } else if (interpreter !== '' || /\.(ba)?sh$/.test(file) || this.#shells.has(file)) this.shell(text, chain)
    else if (!file.endsWith('.json')) this.#leave(chain, 'what it loads')
  }

  #follow({ names, notFollowed }: Imports, chain: Chain, resolve: (name: string) => Target): void {
    for (const clause of notFollowed) this.#leave(chain, clause)
    for (const name of names) this.#load(resolve(name), chain)
  }

  /** A package is taken to load all that it declares. */
  #package(path: string, chain: Chain): void {
    const { folder } = this.#ground
    for (const name of declared(folder, path)) this.#load(resolveJs(folder, `${path}/package.json`, name), chain)
    if (path.includes('node_modules/')) return
    for (const { file, module } of pythonDependencies(folder, path)) this.#load(this.#python(file, module), chain)
  }

  #python(from: string, name: string): Target {
    const beside = posix.dirname(from)
    return resolvePython(this.#ground.folder, from, name, [beside, ...this.#ground.pythonPath, ...this.#sites])
  }

  #meet(path: string, chain: Chain): void {
    const part = this.#parts.get(path)
    if (part === undefined || this.#reached.has(path)) return
    this.#reached.set(path, { part: nameOf(part), through: chain.join(' → ') })
  }

  #leave(chain: Chain, what: string): void {
    this.#notFollowed.add(`${chain.at(-1) ?? 'the command'}: ${what}`)
  }

  #isFile(path: string): boolean {
    const file = join(this.#ground.folder, path)
    return !path.startsWith('..') && existsSync(file) && statSync(file).isFile()
  }
}
