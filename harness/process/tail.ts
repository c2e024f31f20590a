/** The last lines of a text, without the line break at its end. */
export function lastLines(text: string, lines = 60): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
