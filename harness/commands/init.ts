import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { quote } from 'shlex'
import { RehearsalError } from '../errors.ts'
import { readSpec } from '../spec/read.ts'
import { type Drafted, draft } from './init/draft.ts'
import { isRecognisable, LOOKED_FOR, lookThrough } from './init/project.ts'
import { schemaPath } from './init/schema-path.ts'
import { writeOut } from './write-out.ts'

export interface InitOptions {
  /** The spec; rehearsal.yaml in the folder unless said. */
  readonly out?: string
  readonly force?: boolean
  /** Prints the spec, and writes nothing. */
  readonly stdout?: boolean
  readonly json?: boolean
}

const FILE = 'rehearsal.yaml'

/**
 * Writes a spec that runs for the system in a folder, with a comment wherever something was assumed. Starts nothing and
 * never overwrites, the spec with --force excepted. Resolves to what goes to stdout, newline included.
 */
export async function initCommand(
  folder: string,
  { out, force = false, stdout = false, json = false }: InitOptions = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw noFolder(folder)
  const spec = resolve(out ?? join(folder, FILE))
  if (!stdout && !force) refuseToOverwrite(spec, out)
  const project = await lookThrough(resolve(folder), env)
  if (!isRecognisable(project)) throw nothingFound(folder)
  const specFolder = dirname(spec)
  const drafted = draft(project, { specFolder, schema: schemaPath(specFolder) })
  if (!stdout) await write(spec, drafted, env)
  const shown = shownPath(spec)
  if (json) return `${JSON.stringify(asDocument(drafted, stdout ? null : shown), null, 2)}\n`
  return stdout ? drafted.text : initText(drafted, shown)
}

/** What was found, what is to be settled, and what to type next. */
export function initText({ found, files, toSettle }: Drafted, spec: string): string {
  const named = spec === FILE ? '' : ` ${quote(spec)}`
  return [
    'found',
    ...found.map((line) => `  ${line}`),
    ...(toSettle.length === 0 ? [] : ['to settle', ...toSettle.map((line) => `  ${line}`)]),
    `written  ${[spec, ...Object.keys(files)].join(', ')}; a comment stands wherever something was assumed`,
    `next     fulldress plan${named}, then fulldress rehearse${named} --act-time 8s`,
    '',
  ].join('\n')
}

/** Writes what goes with the spec first, then the spec, once it was read as a rehearsal would; else leaves nothing. */
async function write(spec: string, { text, files }: Drafted, env: NodeJS.ProcessEnv): Promise<void> {
  const written: string[] = []
  const trial = `${spec}.draft-${process.pid}`
  try {
    makeFolder(dirname(spec), written)
    for (const [name, content] of Object.entries(files)) {
      const path = join(dirname(spec), name)
      makeFolder(dirname(path), written)
      // What is there was written by an earlier init, and may have been improved since.
      if (existsSync(path)) continue
      writeOut(path, content, 'new')
      written.push(path)
    }
    writeOut(trial, text, 'any')
    await readSpec(trial, env)
    writeOut(spec, text, 'any')
  } catch (error) {
    for (const path of written.toReversed()) rmSync(path, { recursive: true, force: true })
    throw error instanceof RehearsalError && error.code === 'spec-invalid' ? notUnderstood(error, trial, spec) : error
  } finally {
    rmSync(trial, { force: true })
  }
}

function makeFolder(folder: string, written: string[]): void {
  const first = mkdirSync(folder, { recursive: true })
  if (first !== undefined) written.push(first)
}

/** What a project holds may be more than a spec can say: an old PostgreSQL, a variable that is set nowhere. */
function notUnderstood({ code, message, hint }: RehearsalError, trial: string, spec: string): RehearsalError {
  const said = message.replaceAll(trial, shownPath(spec))
  return new RehearsalError(
    code,
    `expected a spec that runs, found that this one would not, so that nothing was written:\n${said}`,
    `mend what it names and run init again, or correct the draft, which fulldress init --stdout prints; ${hint}`,
  )
}

function asDocument({ text, found, toSettle, files }: Drafted, spec: string | null) {
  return { fulldress: 1, spec, found, toSettle, files: spec === null ? [] : Object.keys(files), text }
}

/** From here where it lies below, else from the top. */
function shownPath(spec: string): string {
  const path = relative('.', spec)
  return path === '' || path.startsWith('..') ? spec : path
}

function refuseToOverwrite(spec: string, out: string | undefined): void {
  if (!existsSync(spec)) return
  throw new RehearsalError(
    'usage',
    `expected no file at ${shownPath(spec)}, found one, which somebody may have corrected`,
    `${out === undefined ? 'name another with --out' : 'name another'}, print it with --stdout, or write over it with --force`,
  )
}

function noFolder(folder: string): RehearsalError {
  return new RehearsalError(
    'file-missing',
    `expected a folder at ${folder}, found none`,
    'name the folder of the system that is to be upgraded, or go there: fulldress init',
  )
}

function nothingFound(folder: string): RehearsalError {
  return new RehearsalError(
    'usage',
    `expected a system that can be rehearsed in ${folder}, found none of these: ${LOOKED_FOR}`,
    'name its folder: fulldress init path/to/it; or write the spec by hand, for which docs/setting-up.md has the least there is',
  )
}
