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

/** Text from logs and databases without what would move the cursor, set a title or start a line of its own. */
export function tame(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCE, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
}

/** Colour is for a terminal only, and not where NO_COLOR (https://no-color.org) asks for none. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
}
