/** One line of k6's log, in its JSON format. */
export interface LogLine {
  readonly level?: string
  readonly msg?: string
  readonly error?: string
  readonly scenario?: string
}

/** null where the line is none of k6's log: a panic, or a line torn by the end. */
export function parseLogLine(line: string): LogLine | null {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? (parsed as LogLine) : null
  } catch {
    return null
  }
}

/** What the log says, without its wrapping, one line each; the last `lines` of it. */
export function describeLog(text: string, lines = 12): string {
  const spoken = text.split('\n').filter((line) => line.trim() !== '')
  return spoken
    .slice(-lines)
    .map((line) => spell(parseLogLine(line)) ?? line)
    .join('\n')
}

function spell(line: LogLine | null): string | null {
  if (line?.msg === undefined) return null
  // The frames beneath an exception are in the file; what was thrown is what a reader needs.
  const said = line.msg.replace(/\n\s*at [^\n]*/g, '').trimEnd()
  return `${line.level}: ${said}${line.error === undefined ? '' : `: ${line.error}`}`
}

/** The URL of a request that k6's block list refused, from the line in which k6 says so; null for any other line. */
export function strayUrl(line: LogLine): string | null {
  const text = `${line.error ?? ''} ${line.msg ?? ''}`
  if (!/is in a (blacklisted range|blocked pattern)/.test(text)) return null
  return /"([a-z]+:\/\/[^"]*)"/i.exec(text)?.[1] ?? /(?:IP|hostname) \(([^)]*)\)/.exec(text)?.[1] ?? text.trim()
}
