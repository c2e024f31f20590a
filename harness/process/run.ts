import { once } from 'node:events'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Running, type StartOptions, start } from './spawn.ts'
import { lastLines, lastWords } from './tail.ts'

export interface RunOptions extends StartOptions {
  readonly timeoutMs: number
  /** Whatever it started and left running in its process group is killed once it has ended. */
  readonly leavesNothing?: boolean
}

export interface RunResult {
  /** null where a signal or the time-out ended it, or it could not be started. */
  readonly exitCode: number | null
  readonly signal: string | null
  readonly timedOut: boolean
  /** The abort signal ended it. */
  readonly aborted: boolean
  /** Why it could not be started. */
  readonly error: (Error & { readonly code?: string }) | null
  /** First MiB of stdout; empty where it went to a log file. */
  readonly stdout: string
  /** Last lines of stdout and stderr together, at most 60. */
  readonly tail: string
}

const KEPT_BYTES = 1024 * 1024

/** Runs a program to its end. Never rejects; whoever asked decides what an exit code means. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const from = options.logFile === undefined ? 0 : sizeOf(options.logFile)
  const running = start(command, args, options)
  const kept = keepOutput(running)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    void running.stop()
  }, options.timeoutMs)
  const exit = await running.exited
  clearTimeout(timer)
  if (options.leavesNothing === true) running.kill('SIGKILL')
  await kept.ended
  const tail = options.logFile === undefined ? kept.tail() : readTail(options.logFile, from)
  const { error, signal } = exit
  const aborted = options.signal?.aborted ?? false
  const exitCode = timedOut ? null : exit.exitCode
  return { exitCode, signal, timedOut, aborted, error, stdout: kept.stdout(), tail: error?.message ?? tail }
}

function keepOutput({ stdout, stderr }: Running) {
  const out: Buffer[] = []
  let size = 0
  let tail = ''
  const grow = (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-64 * 1024)
  }
  stdout?.on('data', (chunk: Buffer) => {
    if (size < KEPT_BYTES) out.push(chunk)
    size += chunk.length
    grow(chunk)
  })
  stderr?.on('data', grow)
  const streams = [stdout, stderr].filter((stream) => stream !== null)
  // A grandchild may keep the pipe open for ever, so the rest of the output gets a moment, not eternity.
  const closed = Promise.all(streams.map((stream) => (stream.closed ? null : once(stream, 'close').catch(() => null))))
  return {
    stdout: () => Buffer.concat(out).toString('utf8').slice(0, KEPT_BYTES),
    tail: () => lastLines(tail),
    get ended() {
      return Promise.race([closed, sleep(1000, null, { ref: false })])
    },
  }
}

function sizeOf(file: string): number {
  try {
    const descriptor = openSync(file, 'r')
    try {
      return fstatSync(descriptor).size
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return 0
  }
}

/** The last lines of a log file, at most 60, none from before `from`; empty where there is no file. */
export function readTail(file: string, from = 0): string {
  return lastLines(readEnd(file, from))
}

/** What a program said last, of its log file; empty where there is none. */
export function readLastWords(file: string): string {
  return lastWords(readEnd(file, 0))
}

function readEnd(file: string, from: number): string {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const end = fstatSync(descriptor).size
      const begin = Math.max(from, end - 64 * 1024)
      const buffer = Buffer.alloc(Math.max(0, end - begin))
      readSync(descriptor, buffer, 0, buffer.length, begin)
      return buffer.toString('utf8')
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}
