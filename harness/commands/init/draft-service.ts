import { type DraftEntry, literal } from '../../spec/write-spec.ts'
import { draftVersions } from './draft-versions.ts'
import { entry, type Front, line, map, type Place } from './drafting.ts'
import { environmentOf, exampleFile } from './environment.ts'
import type { Project } from './project.ts'
import type { FoundService } from './services.ts'
import { fromSpec } from './spelling.ts'

/** What a service adds to a stage. */
export interface DraftedService {
  readonly front: Front
  readonly services: DraftEntry
  readonly found: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  readonly toSettle?: readonly string[]
}

/** A service that is started from the project itself. */
export function draftService({ files }: Project, service: FoundService, { specFolder }: Place): DraftedService {
  const { name, port, portBecause, healthPath } = service
  const example = exampleFile(files)
  const environment = Object.entries(environmentOf(files)).map(([key, value]) => entry(key, value))
  const from = portBecause === null ? 'Assumed: a container listens here' : `From ${portBecause}`
  const named = `What it reads from its environment: the usual names${example === null ? '' : `, and those of ${example}`}.`
  const one = map(
    entry('port', port, `${from}; as a process it is given a free port as PORT.`),
    ...(healthPath === null ? [] : [entry('health', line({ path: healthPath, timeout: '60s' }))]),
    ...making(service, (path) => fromSpec(specFolder, files, path)),
    entry('environment', map(...environment), named),
    ...draftVersions(`next: { source: ../${name}-next }, a checkout of the new version`),
  )
  return {
    front: { replaced: [name], asked: name, healthPath, standsIn: false },
    services: entry('services', map(entry(name, one))),
    found: [`the service ${name}: ${service.because}`],
  }
}

function making(
  { source, command, image, dockerfile, assumed }: FoundService,
  at: (path: string) => string,
): readonly DraftEntry[] {
  return [
    ...(source === undefined ? [] : [entry('source', at(source))]),
    ...(command === undefined ? [] : [entry('command', literal(command), ...assumed)]),
    ...(image === undefined ? [] : [entry('image', image)]),
    ...(dockerfile === undefined ? [] : [entry('build', line({ context: at('.') }), ...assumed)]),
  ]
}
