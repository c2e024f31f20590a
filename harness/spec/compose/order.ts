import { withSuggestion } from '../suggest.ts'
import type { Reading } from './reading.ts'
import type { ComposeService } from './service.ts'

interface File {
  /** Every service of the file. */
  readonly names: readonly string[]
  /** Those that the spec leaves out: whoever depends on them need not wait. */
  readonly without: readonly string[]
}

/** Whoever a service depends on is there, and does not depend on it in turn. */
export function judgeOrder(services: readonly ComposeService[], { names, without }: File, { complain }: Reading): void {
  const present = new Map(services.map((service) => [service.name, service]))
  for (const service of services) {
    for (const { part, name, required } of service.dependsOn) {
      if (present.has(name)) {
        if (needs(present, name, service.name))
          complain(part, `a service that can start before ${service.name}`, `${name}, which depends on ${service.name}`)
      } else if (!names.includes(name)) complain(part, 'a service of this file', withSuggestion(name, names))
      else if (required && !without.includes(name))
        complain(
          part,
          `a service that takes part (add its profile to stage.compose.profiles, or ${name} to without)`,
          name,
        )
    }
  }
}

/** `seen` is common to all paths: who was asked once need not be asked again. */
function needs(
  services: ReadonlyMap<string, ComposeService>,
  from: string,
  to: string,
  seen: Set<string> = new Set(),
): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return (services.get(from)?.dependsOn ?? []).some(({ name }) => needs(services, name, to, seen))
}
