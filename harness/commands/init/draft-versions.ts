import type { DraftEntry } from '../../spec/write-spec.ts'
import { entry, line, map, VERSIONS } from './drafting.ts'

/** The version that runs today and the one that is to come, of which nothing is known but an example. */
export function draftVersions(example: string): readonly DraftEntry[] {
  const told = `Assumed: the new version is the old one started again. Name what is new, such as ${example}`
  const versions = map(entry(VERSIONS.today, line({})), entry(VERSIONS.next, line({})))
  return [entry('version', VERSIONS.today), entry('versions', versions, told)]
}
