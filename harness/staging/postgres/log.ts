import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** So that a line of the server's log says when, who and which SQLSTATE. The spec's own settings overrule them. */
export const LOG_SETTINGS = { log_timezone: 'UTC', log_line_prefix: '%m [%p] %e %a: ' } as const

/** A statement that the server refused, as its log tells. */
export interface LoggedError {
  readonly atMs: number
  readonly pid: number
  readonly sqlstate: string
  readonly application: string
  readonly message: string
}

const LINE =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3}) UTC \[(\d+)\] ([0-9A-Z]{5}) (.*?): (LOG|WARNING|ERROR|FATAL|PANIC): {2}(.*)$/

/**
 * The errors that a server logged from a moment on. null where no line is in the form of `LOG_SETTINGS`: then the spec
 * set another prefix, or the log is kept elsewhere, and nothing is known.
 */
export async function readLoggedErrors(file: string, fromMs: number): Promise<readonly LoggedError[] | null> {
  let understood = false
  const errors: LoggedError[] = []
  const lines = createInterface({ input: createReadStream(file) })
  for await (const line of lines) {
    const [, day, time, pid, sqlstate = '', application = '', severity, message = ''] = LINE.exec(line) ?? []
    if (severity === undefined) continue
    understood = true
    if (severity === 'LOG' || severity === 'WARNING') continue
    const atMs = Date.parse(`${day}T${time}Z`)
    if (atMs >= fromMs) errors.push({ atMs, pid: Number(pid), sqlstate, application, message })
  }
  return understood ? errors : null
}
