import type { StageDescription } from '../model/stage.ts'

/**
 * What of a compose file's stage cannot be a process of this machine, a sentence each: an image is all that is known of
 * it. None where the stage is no compose file, whose services say how they are started.
 */
export function withoutProcessForm({ auxiliaries = [], database, services }: StageDescription): readonly string[] {
  const scripts = (database.container?.mounts ?? []).some(({ target }) =>
    target.startsWith('/docker-entrypoint-initdb.d'),
  )
  const commandless = services.flatMap(({ name, container, versions }) => {
    const without = Object.values(versions).filter(({ command }) => command === null)
    return container === undefined ? [] : without.map(({ version }) => `${name} ${version} has no command`)
  })
  return [
    ...auxiliaries.map(({ name }) => `${name} has no form but its image`),
    ...commandless,
    ...(scripts ? ['the scripts in /docker-entrypoint-initdb.d are run by the database’s image'] : []),
  ]
}
