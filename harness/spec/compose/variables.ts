import { parseEnv } from 'node:util'

/** What variables stand for. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Who is told of what variables lack. */
export interface VariableTalk {
  /** A mistake: what was expected, and what was found. */
  readonly complain: (expected: string, found: string) => void
  /** It is set nowhere and has no default, so it is empty, as it is for compose. */
  readonly unset: (name: string) => void
}

const NAME = /^[A-Za-z_]\w*/
const BRACED = /^([A-Za-z_]\w*)(?:(:?)([-?+])(.*))?$/s

/**
 * Fills variables as compose does: `$NAME`, `${NAME}`, defaults `:-` and `-`, errors `:?` and `?`, replacements `:+` and
 * `+`, each nested in another; `$$` is a dollar sign. With a colon an empty variable counts as unset.
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
export function fillVariables(source: string, variables: Variables, talk: VariableTalk): string {
  let text = ''
  let rest = source
  for (;;) {
    const at = rest.indexOf('$')
    if (at === -1) return text + rest
    text += rest.slice(0, at)
    rest = rest.slice(at + 1)
    const { value, length } = token(rest, variables, talk)
    text += value
    rest = rest.slice(length)
  }
}

/** What stands behind a dollar sign, and how much of the text it takes. */
function token(rest: string, variables: Variables, talk: VariableTalk): { value: string; length: number } {
  if (rest.startsWith('$')) return { value: '$', length: 1 }
  const name = NAME.exec(rest)?.[0]
  if (name !== undefined) return { value: plain(name, variables, talk), length: name.length }
  const end = rest.startsWith('{') ? closing(rest) : -1
  const inner = rest.slice(1, end)
  if (end === -1 || !BRACED.test(inner)) {
    talk.complain('a variable behind $, or $$ for a dollar sign', end === -1 ? `$${rest}` : `\${${inner}}`)
    return { value: '$', length: 0 }
  }
  return { value: braced(inner, variables, talk), length: end + 1 }
}

function plain(name: string, variables: Variables, talk: VariableTalk): string {
  const value = variables[name]
  if (value === undefined) talk.unset(name)
  return value ?? ''
}

function braced(inner: string, variables: Variables, talk: VariableTalk): string {
  const [, name = '', colon, operator, word = ''] = BRACED.exec(inner) ?? []
  if (operator === undefined) return plain(name, variables, talk)
  const value = variables[name]
  const isSet = value !== undefined && (colon === '' || value !== '')
  if (operator === '+') return isSet ? fillVariables(word, variables, talk) : ''
  if (isSet) return value
  if (operator === '-') return fillVariables(word, variables, talk)
  talk.complain(`the environment variable ${name} to be set${word === '' ? '' : ` (${word})`}`, 'it unset')
  return ''
}

/** Where the brace that opens the text is closed, other braces within it aside; -1 where it is not. */
function closing(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}

/**
 * The variables of an env file. Values may name others, of the file itself or those given, unless they stand in single
 * quotes; what is given goes before what the file says.
 */
export function readVariables(text: string, given: Variables, talk: VariableTalk): Readonly<Record<string, string>> {
  const read: Record<string, string> = {}
  for (const [name, value = ''] of Object.entries(parseEnv(text))) {
    const quoted = new RegExp(`^\\s*(?:export\\s+)?${name.replaceAll(/\W/g, '\\$&')}\\s*=\\s*'`, 'm').test(text)
    read[name] = quoted ? value : fillVariables(value, { ...read, ...given }, talk)
  }
  return read
}
