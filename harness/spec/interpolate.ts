/** Something between `${` and `}` that is no environment variable: a placeholder for the running copy, or a mistake. */
export interface Interpolation {
  readonly text: string
  /** Variables that are neither set nor have a default. */
  readonly missing: readonly string[]
  /** Variables whose value was filled in, with it. */
  readonly filled: Readonly<Record<string, string>>
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
  const filled: Record<string, string> = {}
  const placeholders: string[] = []
  const text = source.replace(TOKEN, (token: string, escaped: string, inner: string) => {
    if (escaped !== '') return token.slice(1)
    const [, name, fallback] = VARIABLE.exec(inner) ?? []
    if (name === undefined) {
      placeholders.push(inner)
      return token
    }
    if (env[name] === undefined && fallback === undefined) missing.push(name)
    if (env[name]) filled[name] = env[name]
    return env[name] || fallback || ''
  })
  return { text, missing, filled, placeholders }
}
