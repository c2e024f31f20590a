/** `postgresql://user:secret@host`. */
const PASSWORD_IN_URL = /(:\/\/[^:/@\s'"]*:)[^@\s'"$][^@\s'"]*(?=@)/g

/** `PGPASSWORD=secret`, `--token secret`, `"apiKey": "secret"`; what is a variable already tells nothing. */
const NAMED_SECRET =
  /((?:password|passwd|pwd|secret|token|api[-_]?key|authorization)[\w-]*["']?(?:\s*[=:]\s*(?:bearer\s+|basic\s+)?|\s+))(["']?)(?![$"'*-])([^\s"']+)/gi

/** Shorter values are looked for as whole words: they may well be parts of others. */
const LEAST_ANYWHERE = 4

/**
 * A command as it may be told: what came from the environment is written as its variable again, and what looks like a
 * secret of the command's own as `***`.
 */
export function maskedCommand(command: string, fromEnvironment: Readonly<Record<string, string>> = {}): string {
  const values = Object.entries(fromEnvironment).toSorted(([, one], [, other]) => other.length - one.length)
  const told = values.reduce((text, [name, value]) => text.replace(patternOf(value), () => `\${${name}}`), command)
  return told.replace(PASSWORD_IN_URL, '$1***').replace(NAMED_SECRET, '$1$2***')
}

function patternOf(value: string): RegExp {
  const literal = RegExp.escape(value)
  return value.length < LEAST_ANYWHERE ? new RegExp(`(?<![\\w\${])${literal}(?!\\w)`, 'g') : new RegExp(literal, 'g')
}
