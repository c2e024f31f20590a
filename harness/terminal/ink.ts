/** Colour, where the reader's terminal shows it; otherwise text as it is. */
export interface Ink {
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly green: (text: string) => string
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
}

export function ink(color: boolean): Ink {
  const paint = (code: number, off: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[${off}m` : text)
  return { red: paint(31, 39), yellow: paint(33, 39), green: paint(32, 39), dim: paint(2, 22), bold: paint(1, 22) }
}

const ESCAPE_SEQUENCE = new RegExp(`${'\u001b'}\\[[0-9;?]*[ -/]*[@-~]`, 'g')

/** Marks that turn the direction in which what follows is read (https://trojansource.codes). */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Text from logs and databases without what would move the cursor, set a title, start a line of its own, turn what is
 * read after it, or be obeyed by a CI that reads its log for commands.
 */
export function tame(text: string): string {
  return tameLine(text).trim()
}

/** The same of one line, its indentation kept. */
export function tameLine(text: string): string {
  const seen = text
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(TURNING, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .trimEnd()
  // GitHub's runner takes `::name ::` behind any blanks, and `##[name]` anywhere in a line.
  return seen.replace(/^(\s*):(?=:.*::)/, '$1: ').replace(/##(?=\[)/g, '## ')
}

/** Colour is for a terminal only, and not where NO_COLOR (https://no-color.org) asks for none. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
}
