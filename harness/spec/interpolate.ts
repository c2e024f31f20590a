/** Something between `${` and `}` that is no environment variable: a placeholder for the running copy, or a mistake. */
export interface Interpolation {
  readonly text: string
  /** Variables that are neither set nor have a default. */
  readonly missing: readonly string[]
  /** As it may be told to people: whatever the environment had a say in is still its variable. */
  readonly told: string
  /** `database.url`, `port`, and whatever else was left in place. */
  readonly placeholders: readonly string[]
}

const TOKEN = /(\$?)\$\{([^}]*)\}/g
const VARIABLE = /^([A-Z_][A-Z0-9_]*)(?::-(.*))?$/s

/**
 * Fills `${NAME}` and `${NAME:-default}` from the environment. As in compose files an empty variable takes the default,
 * and `$${…}` stands for a literal `${…}`, which is how a shell's own variables get through.
 */
export function interpolate(source: string, env: NodeJS.ProcessEnv): Interpolation {
  const missing: string[] = []
  const placeholders: string[] = []
  const told = source.replace(TOKEN, (token: string, escaped: string, inner: string) => {
    if (escaped !== '') return token.slice(1)
    const [, name, fallback] = VARIABLE.exec(inner) ?? []
    if (name === undefined) placeholders.push(inner)
    else if (env[name] === undefined && fallback === undefined) missing.push(name)
    return name === undefined ? token : env[name] ? `\${${name}}` : (fallback ?? `\${${name}}`)
  })
  const text = source.replace(TOKEN, (token: string, escaped: string, inner: string) => {
    if (escaped !== '') return token.slice(1)
    const [, name, fallback] = VARIABLE.exec(inner) ?? []
    return name === undefined ? token : env[name] || fallback || ''
  })
  return { text, told, missing, placeholders }
}
