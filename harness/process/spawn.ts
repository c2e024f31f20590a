import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { groupEnded, killGroup } from './group.ts'
import { currentOwner, formatOwner, OWNER_VARIABLE } from './owner.ts'

const LAST_WORDS_MS = 1_000

export interface StartOptions {
  readonly cwd?: string
  /** The whole environment, but for the mark by which `clean` knows our programs: nothing of the operator's is inherited. */
  readonly env: Readonly<Record<string, string>>
  /** Appends stdout and stderr to this file without passing through this process; `stdout` and `stderr` are then null. */
  readonly logFile?: string
  readonly stdin?: 'ignore' | 'pipe' | 'inherit'
  /** `inherit` hands the terminal through; `pipe` is the default without a log file. */
  readonly output?: 'pipe' | 'inherit' | 'ignore'
  /** Opens a channel to it, as `process.send` of a Node program finds one; called with each message that comes. */
  readonly onMessage?: (message: unknown) => void
  /** Whom to become, for programs that refuse root. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** `group` (default) gives it a process group of its own; `shared` leaves it in ours, so that a terminal's Ctrl-C reaches it. */
  readonly leadership?: 'group' | 'shared'
  /** Aborting stops the group: SIGTERM, then SIGKILL after `graceMs`. */
  readonly signal?: AbortSignal
  readonly graceMs?: number
  /** Aborting kills the group at once, without a SIGTERM that somebody could act upon. */
  readonly killed?: AbortSignal
}

export interface Exit {
  /** null where a signal ended it, or it never started. */
  readonly exitCode: number | null
  readonly signal: string | null
  /** Why it could not be started: `spawn k6 ENOENT`. */
  readonly error: (Error & { readonly code?: string }) | null
}

/** A running program and everything it started. */
export interface Running {
  /** undefined where it could not be started; `exited` then says why. */
  readonly pid: number | undefined
  readonly stdin: Writable | null
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  /** Resolves when the program has ended; never rejects. Its streams may hold more: they end by themselves. */
  readonly exited: Promise<Exit>
  /** Signals its whole process group; false where nobody was left to receive it. */
  kill(signal: NodeJS.Signals): boolean
  /** SIGTERM to the group, SIGKILL after `graceMs` (5 s) to whatever is left of it; resolves when it is gone. */
  stop(graceMs?: number): Promise<Exit>
}

/** Starts a program in a process group of its own. Never throws: a program that cannot be started has `exited` with an error. */
export function start(command: string, args: readonly string[], options: StartOptions): Running {
  const output = openOutput(options)
  const child = execa(command, [...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { [OWNER_VARIABLE]: formatOwner(currentOwner()), ...options.env },
    extendEnv: false,
    detached: options.leadership !== 'shared',
    stdin: options.stdin ?? 'ignore',
    stdout: output.to,
    stderr: output.to,
    buffer: false,
    ...(options.onMessage === undefined ? {} : { ipc: true, serialization: 'json' }),
    reject: false,
    cleanup: true,
    ...options.user,
  })
  output.close()
  // Its promise tells of streams too, and rejects; we ask the process itself.
  child.catch(() => undefined)
  if (options.onMessage !== undefined) child.nodeChildProcess.on('message', options.onMessage)
  const exited = exitOf(child.nodeChildProcess)
  const kill = (signal: NodeJS.Signals) => killGroup(child.pid, signal, options.leadership === 'shared')
  const stop = async (graceMs = options.graceMs ?? 5000) => {
    kill('SIGTERM')
    const timer = setTimeout(() => kill('SIGKILL'), graceMs)
    const exit = await exited
    // A shell may go at once while what it started is still finishing its work.
    if (options.leadership !== 'shared') await groupEnded(child.pid)
    clearTimeout(timer)
    return exit
  }
  onAbort(options.signal, exited, stop)
  onAbort(options.killed, exited, () => kill('SIGKILL'))
  return { pid: child.pid, stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, exited, kill, stop }
}

function openOutput({ logFile, output }: StartOptions): {
  to: 3 | 'pipe' | 'inherit' | 'ignore'
  close: () => void
} {
  if (logFile === undefined) return { to: output ?? 'pipe', close: () => undefined }
  mkdirSync(dirname(logFile), { recursive: true })
  const descriptor = openSync(logFile, 'a')
  // execa takes any descriptor and its types name those up to 9.
  return { to: descriptor as 3, close: () => closeSync(descriptor) }
}

/** The program's own end, not its streams': a grandchild that keeps a pipe open must not hold us up. */
function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', async (exitCode, signal) => {
      // What it said last may still be in the channel.
      if (child.connected) await Promise.race([once(child, 'disconnect'), sleep(LAST_WORDS_MS)])
      resolve({ exitCode, signal, error: null })
    })
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ exitCode: null, signal: null, error })
    })
  })
}

function onAbort(signal: AbortSignal | undefined, exited: Promise<Exit>, act: () => unknown): void {
  if (signal === undefined) return
  const listener = () => void act()
  if (signal.aborted) listener()
  signal.addEventListener('abort', listener, { once: true })
  void exited.then(() => signal.removeEventListener('abort', listener))
}
