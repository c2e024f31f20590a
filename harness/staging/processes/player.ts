import { readLastWords, readTail } from '../../process/run.ts'
import type { Exit, Running } from '../../process/spawn.ts'
import type { Backend } from '../front/forward.ts'
import type { Player } from '../ground.ts'

/** A program of our own machine as a player. */
export function processPlayer(label: string, running: Running, at: { backend: Backend; logFile: string }): Player {
  return {
    label,
    backend: at.backend,
    exited: running.exited.then(exitWords),
    stop: async (graceMs) => void (await running.stop(graceMs)),
    tail: () => readTail(at.logFile),
    lastWords: () => readLastWords(at.logFile),
  }
}

/** `exit code 1`, `SIGKILL`, `spawn node ENOENT`. */
export function exitWords({ exitCode, signal, error }: Exit): string {
  return error?.message ?? signal ?? `exit code ${exitCode}`
}
