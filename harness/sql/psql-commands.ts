/** psql's variables that a text has set. */
export type Variables = Map<string, string>

/** They show, name or measure something, and change nothing for the server. `\d…` describes. */
const HARMLESS =
  /^\\(?:echo|qecho|warn|pset|timing|restrict|unrestrict|t|x|a|H|C|f|T|o|out|p|conninfo|errverbose|encoding\s+'?utf-?8'?|d\w*\+?|l\+?|z|sf\+?|sv\+?)(?:\s|$)/i

/** What these stand at unless told otherwise, or at what a run by a tool has them; another value changes what runs. */
const GOVERNS: ReadonlyMap<string, 'on' | 'off'> = new Map([
  ['ON_ERROR_STOP', 'on'],
  ['AUTOCOMMIT', 'on'],
  ['ON_ERROR_ROLLBACK', 'off'],
  ['SINGLELINE', 'off'],
  ['SINGLESTEP', 'off'],
])

/** Does one of psql's commands as far as it matters to the server; false where only psql could. */
export function doCommand(command: string, variables: Variables): boolean {
  const [, verb = '', rest = ''] = /^\\(\S*)\s*(.*)$/.exec(command) ?? []
  if (verb === 'set') return set(rest, variables)
  if (verb === 'unset') {
    variables.delete(rest.trim())
    return !GOVERNS.has(rest.trim())
  }
  return HARMLESS.test(command)
}

function set(rest: string, variables: Variables): boolean {
  // A value in backquotes is what a command of the shell prints.
  if (rest.includes('`')) return false
  const [name, ...values] = [...rest.matchAll(/'((?:[^'\\]|''|\\.)*)'|(\S+)/g)].map(([, quoted, bare = '']) =>
    quoted === undefined ? expand(bare, variables) : unescaped(quoted),
  )
  if (name === undefined) return true
  const value = values.join('')
  const governed = GOVERNS.get(name)
  if (governed !== undefined) return isOn(value) === (governed === 'on')
  variables.set(name, value)
  return true
}

function isOn(value: string): boolean {
  return value === '' || /^(?:on|true|yes|1|t|y)$/i.test(value)
}

function expand(word: string, variables: Variables): string {
  return word.replace(/^:(\w+)$/, (whole, name: string) => variables.get(name) ?? whole)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

function unescaped(text: string): string {
  return text.replaceAll("''", "'").replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
}
