import type { DraftEntry } from '../../spec/write-spec.ts'
import type { FoundCompose } from './compose.ts'
import { draftCompose } from './draft-compose.ts'
import { draftReader } from './draft-reader.ts'
import { draftService } from './draft-service.ts'
import { entry, line, map, type Place, type StagedDraft, USUAL_MAJOR } from './drafting.ts'
import type { Project } from './project.ts'

/** The stage: a compose file as it is, or a database with the service that starts here, or with a stand-in. */
export function draftStage(project: Project, place: Place): StagedDraft {
  const { compose, service } = project
  if (compose !== null && compose.services.length > 0) return draftCompose(project, compose, place)
  const { services, ...draft } = service === null ? draftReader() : draftService(project, service, place)
  // Whoever has a compose file has to hear why none of its services is asked.
  const toSettle = [...(compose?.toSettle ?? []), ...(draft.toSettle ?? [])]
  return { ...draft, toSettle, entries: [entry('stage', map(database(compose), services))] }
}

function database(compose: FoundCompose | null): DraftEntry {
  if (compose?.major != null) return entry('database', line({ version: compose.major }), `As in ${compose.file}.`)
  const told = 'Assumed: production’s major version of PostgreSQL (16, 17 or 18).'
  return entry('database', line({ version: USUAL_MAJOR }), told)
}
