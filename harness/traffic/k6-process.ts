import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Exit, start } from '../process/spawn.ts'
import type { Prepared } from './prepare.ts'
import type { K6 } from './traffic.ts'

export interface K6Process {
  /** Resolves when k6 has ended and all its output is read. */
  readonly ended: Promise<Exit>
  readonly logFile: string
  /** The last lines of its log, as k6 wrote them. */
  tail(): string
  /** SIGINT, and SIGKILL after five seconds, to its own process group. */
  kill(): Promise<void>
}

export interface K6Listeners {
  sample(chunk: Buffer): void
  logLine(line: string): void
}

const KILL_AFTER_MS = 5000
const TAIL_LINES = 60

/** Starts k6 on the wrapper; samples come by stdout, the log by stderr. */
export function startK6(k6: K6, prepared: Prepared, folder: string, listeners: K6Listeners): K6Process {
  const running = start(k6.path, runArguments(prepared), { cwd: join(folder, 'k6'), env: prepared.env })
  const logFile = join(folder, 'k6', 'k6.log')
  const log = createWriteStream(logFile)
  const lines: string[] = []
  running.stdout?.on('data', listeners.sample)
  const torn = eachLine(running.stderr, (line) => {
    log.write(`${line}\n`)
    lines.push(line)
    if (lines.length > TAIL_LINES) lines.shift()
    listeners.logLine(line)
  })
  const ended = (async () => {
    const exit = await running.exited
    // Output may come after the exit; a pipe that somebody else keeps open must not hold us up.
    const streams = [running.stdout, running.stderr].filter((stream) => stream !== null)
    const read = Promise.allSettled(streams.map((stream) => finished(stream)))
    await Promise.race([read, sleep(KILL_AFTER_MS, null, { ref: false })])
    torn()
    log.end()
    await finished(log)
    return exit
  })()
  const kill = async () => {
    running.kill('SIGINT')
    const timer = setTimeout(() => running.kill('SIGKILL'), KILL_AFTER_MS)
    await ended
    clearTimeout(timer)
  }
  return { ended, logFile, tail: () => lines.join('\n'), kill }
}

function runArguments({ wrapper, systemTags }: Prepared): readonly string[] {
  const quiet = ['--quiet', '--no-usage-report', '--no-color', '--log-format', 'json']
  // An empty address keeps k6 1.x from opening its REST API on a fixed port.
  return ['run', ...quiet, '--address', '', '--out', 'csv=-', '--system-tags', systemTags.join(','), wrapper]
}

/** Calls back for each line; the function it returns hands over a last line without an end. */
function eachLine(stream: NodeJS.ReadableStream | null, handle: (line: string) => void): () => void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) handle(line)
  })
  return () => {
    if (rest !== '') handle(rest)
    rest = ''
  }
}
