const SECRET = String.raw`(?:password|passwd|secret|token|api[-_]?key|authorization)[\w-]*`

/** `postgresql://user:secret@host`. */
const IN_URL = /(:\/\/[^:/@\s'"]*:)(?!\$)[^@/\s'"]+(?=@)/g

/** `PGPASSWORD=secret`, `"apiKey": "secret"`; what is a variable tells nothing. */
const ASSIGNED = new RegExp(
  String.raw`(?<![\w\${-])([\w-]*${SECRET}["']?\s*[=:]\s*(?:bearer\s+|basic\s+)?["']?)(?![$*]|bearer\s|basic\s)[^\s"']+`,
  'gi',
)

/** `--token secret`. */
const OPTION = new RegExp(String.raw`(--[\w-]*${SECRET}\s+["']?)(?![$*-])[^\s"']+`, 'gi')

/** Shorter values are looked for as whole words: they may well be parts of others. */
const LEAST_ANYWHERE = 4

/**
 * A command as it may be told: what came from the environment is written as its variable again, and what looks like a
 * secret of the command's own as `***`.
 */
export function maskedCommand(command: string, fromEnvironment: Readonly<Record<string, string>> = {}): string {
  const values = Object.entries(fromEnvironment).toSorted(([, one], [, other]) => other.length - one.length)
  const told = values.reduce((text, [name, value]) => text.replace(patternOf(value), () => `\${${name}}`), command)
  return told.replace(IN_URL, '$1***').replace(ASSIGNED, '$1***').replace(OPTION, '$1***')
}

function patternOf(value: string): RegExp {
  const literal = RegExp.escape(value)
  return new RegExp(value.length < LEAST_ANYWHERE ? String.raw`(?<![\w$])${literal}(?!\w)` : literal, 'g')
}
