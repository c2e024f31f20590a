/** How the server says that a wait ended; `open` where its log stops before. */
export type LoggedEnd = 'granted' | 'deadlock' | 'gave-up' | 'open'

/** A lock wait as the server logs it: its length is the server's own, to the microsecond. */
export interface LoggedWait {
  readonly pid: number
  readonly mode: string
  /** As the watcher keys what is locked. */
  readonly target: string
  readonly fromMs: number
  readonly lengthMs: number
  readonly ended: LoggedEnd
}

/** `log_line_prefix`: epoch seconds with milliseconds, then the process. */
export const LOG_LINE_PREFIX = '%n %p '

const LINE = /^(\d+\.\d+) (\d+) (LOG|ERROR|FATAL): {2}(.*)$/
const STILL =
  /^process \d+ (?:still waiting for|avoided deadlock for|detected deadlock while waiting for) (\w+) on (.*?) (?:by rearranging queue order )?after ([\d.]+) ms$/
const ENDED = /^process \d+ (acquired|failed to acquire) (\w+) on (.*) after ([\d.]+) ms$/

interface Pending {
  readonly mode: string
  readonly target: string
  readonly fromMs: number
}

/** Reads the lock waits out of the log of a server that runs with `log_lock_waits`. */
export function waitsIn(log: string): readonly LoggedWait[] {
  const pending = new Map<number, Pending>()
  const found: LoggedWait[] = []
  for (const line of log.split('\n')) {
    const [, seconds, process, level, message = ''] = LINE.exec(line) ?? []
    if (seconds === undefined) continue
    const [atMs, pid] = [Number(seconds) * 1_000, Number(process)]
    const end = ENDED.exec(message)
    const still = STILL.exec(message)
    const waited = pending.get(pid)
    if (still !== null) {
      const [, mode = '', object = '', ms = ''] = still
      pending.set(pid, { mode, target: targetOf(object), fromMs: atMs - Number(ms) })
    } else if (end !== null) {
      const [, how, mode = '', object = '', ms = ''] = end
      const lengthMs = Number(ms)
      const fromMs = waited?.fromMs ?? atMs - lengthMs
      found.push({
        pid,
        mode,
        target: targetOf(object),
        fromMs,
        lengthMs,
        ended: how === 'acquired' ? 'granted' : 'deadlock',
      })
      pending.delete(pid)
    } else if (level !== 'LOG' && waited !== undefined) {
      // A wait that is cancelled ends without a word about locks, just before the error.
      found.push({
        pid,
        ...waited,
        lengthMs: atMs - waited.fromMs,
        ended: message === 'deadlock detected' ? 'deadlock' : 'gave-up',
      })
      pending.delete(pid)
    }
  }
  return [...found, ...[...pending].map(([pid, one]) => ({ pid, ...one, lengthMs: 0, ended: 'open' as const }))]
}

/** How often the server ended a session's statement because of a deadlock. */
export function deadlocksIn(log: string): number {
  return log.match(/ERROR: {2}deadlock detected/g)?.length ?? 0
}

function targetOf(object: string): string {
  const relation = /^relation (\d+) of database (\d+)$/.exec(object)
  if (relation) return `relation:${relation[2]}:${relation[1]}`
  const tuple = /^tuple \((\d+),(\d+)\) of relation (\d+) of database (\d+)$/.exec(object)
  if (tuple) return `tuple:${tuple[4]}:${tuple[3]}:${tuple[1]}:${tuple[2]}`
  const advisory = /^advisory lock \[(\d+),(\d+),(\d+),(\d+)\]$/.exec(object)
  if (advisory) return `advisory:${advisory.slice(1).join(':')}`
  return object.replace(/^transaction /, 'transactionid:').replace(/^virtual transaction /, 'virtualxid:')
}
