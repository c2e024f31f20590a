/** The last lines of a text, without the line break at its end. */
export function lastLines(text: string, lines = 60): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}

/** How programs name what ended them. */
const DYING = /(Error|Exception)\b|^panic: |^fatal error: /

/** What a trace goes on with: frames, the dump of an object, and the words of the runtime. */
const OF_TRACE = /^\s|^$|^[\])}]|^(at |File "|goroutine |Emitted |Caused by|Node\.js v)/

/**
 * What a program said last: where its log ends with a trace, the beginning of that, for what follows may be a dump
 * of hundreds of lines; else the last lines.
 */
export function lastWords(text: string, lines = 10): string {
  const all = text.trimEnd().split('\n')
  const from = all.findLastIndex((line) => DYING.test(line) && !OF_TRACE.test(line))
  const isTrace = from >= 0 && all.slice(from + 1).every((line) => OF_TRACE.test(line))
  const isLong = all.length - from > lines
  return isTrace && isLong
    ? all
        .slice(from, from + lines)
        .join('\n')
        .trimEnd()
    : lastLines(text, lines)
}
