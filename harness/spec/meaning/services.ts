import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isThere, items, members, type Part, textOf, under } from '../part.ts'
import { withSuggestion } from '../suggest.ts'
import type { Bench } from './judge.ts'

/** Words that a service step has a meaning for, so that no service can bear them. */
const RESERVED = ['strategy', 'replicas', 'drain']

/** The services that a spec declares, each with its versions; one without `versions` has a single one. */
export function declaredServices(spec: Part): ReadonlyMap<string, readonly string[]> {
  return new Map(
    members(under(spec, 'stage', 'services')).map(([name, service]) => {
      const versions = members(under(service, 'versions')).map(([version]) => version)
      return [name, versions.length > 0 ? versions : [textOf(under(service, 'version')) ?? 'default']]
    }),
  )
}

/** Services can be started, in the version that production runs, and after those they depend on. */
export function servicesCanStart(bench: Bench): void {
  const services = declaredServices(bench.spec)
  for (const [name, service] of members(under(bench.spec, 'stage', 'services'))) {
    if (RESERVED.includes(name)) bench.complain(service, 'a name that a service step has no meaning for', name)
    judgeVersion(bench, service, services.get(name) ?? [])
    judgeMaking(bench, service)
    // A compose file may have said it, so only here is it known to be missing.
    if (!isThere(under(service, 'port'))) bench.complain(under(service, 'port'), 'a port from 1 to 65535')
    judgeDependencies(bench, name, service)
  }
}

function judgeVersion({ complain }: Bench, service: Part, versions: readonly string[]): void {
  if (!isThere(under(service, 'versions'))) return
  const version = under(service, 'version')
  const expected = `the version that runs today, one of ${versions.join(', ')}`
  if (!isThere(version)) complain(version, expected)
  const chosen = textOf(version)
  if (chosen !== null && !versions.includes(chosen)) complain(version, expected)
}

function judgeMaking(bench: Bench, service: Part): void {
  const versions = members(under(service, 'versions')).map(([, version]) => version)
  for (const made of versions.length > 0 ? versions : [service]) {
    const has = (key: string) => isThere(under(made, key)) || isThere(under(service, key))
    if (!has('command') && !has('image') && !has('build'))
      bench.complain(made, 'a command, an image or a build', 'none of them')
  }
  for (const made of [service, ...versions]) {
    folderExists(bench, under(made, 'source'))
    folderExists(bench, under(made, 'build', 'context'))
    dockerfileExists(bench, under(made, 'build'))
  }
}

function dockerfileExists({ complain, folder }: Bench, build: Part): void {
  const context = textOf(under(build, 'context'))
  if (context === null || statSync(resolve(folder, context), { throwIfNoEntry: false })?.isDirectory() !== true) return
  const dockerfile = under(build, 'dockerfile')
  const file = textOf(dockerfile) ?? 'Dockerfile'
  if (statSync(resolve(folder, context, file), { throwIfNoEntry: false })?.isFile() === true) return
  complain(
    isThere(dockerfile) ? dockerfile : under(build, 'context'),
    'a folder with a Dockerfile',
    `no ${file} in ${context}`,
  )
}

function folderExists({ complain, folder }: Bench, part: Part): void {
  const path = textOf(part)
  if (path === null) return
  if (statSync(resolve(folder, path), { throwIfNoEntry: false })?.isDirectory() !== true)
    complain(part, 'a folder', `no folder ${path}`)
}

function judgeDependencies({ spec, complain }: Bench, name: string, service: Part): void {
  const services = under(spec, 'stage', 'services')
  const names = members(services).map(([declared]) => declared)
  for (const dependency of items(under(service, 'dependsOn'))) {
    const needed = textOf(dependency)
    if (needed === null) continue
    if (!names.includes(needed)) complain(dependency, 'a declared service', withSuggestion(needed, names))
    else if (needs(services, needed, name))
      complain(dependency, `a service that can start before ${name}`, `${needed}, which depends on ${name}`)
  }
}

function needs(services: Part, from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  const next = items(under(services, from, 'dependsOn')).flatMap((part) => textOf(part) ?? [])
  return next.some((name) => needs(services, name, to, new Set([...seen, from])))
}
