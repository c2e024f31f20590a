import { type DraftEntry, writeSpec } from '../../spec/write-spec.ts'
import { draftChange } from './draft-change.ts'
import { draftStage } from './draft-stage.ts'
import { draftTraffic } from './draft-traffic.ts'
import { type Drafting, entry, line, map, type Place } from './drafting.ts'
import type { Project } from './project.ts'
import { rehearsalName } from './spelling.ts'

/** A spec, and the files that it needs beside itself and that the project lacks. */
export interface Drafted {
  readonly text: string
  /** Paths relative to the spec's folder. */
  readonly files: Readonly<Record<string, string>>
  /** What was taken from where, a line each. */
  readonly found: readonly string[]
  /** What the operator should settle first, a sentence each. */
  readonly toSettle: readonly string[]
}

/** A spec that runs, from what a project told; a comment stands wherever something had to be assumed. */
export function draft(project: Project, place: Place): Drafted {
  const staged = draftStage(project, place)
  const parts: readonly Drafting[] = [
    staged,
    draftTraffic(project, place, staged.front),
    draftChange(project, place, staged.front),
    { entries: [limits()] },
  ]
  const spec = map(entry('rehearsal', rehearsalName(project.files.folder)), ...inOrder(parts))
  const found = parts.flatMap((part) => part.found ?? [])
  const head = [
    `yaml-language-server: $schema=${place.schema}`,
    'Written by fulldress init. A comment stands wherever something was assumed: correct what is not so, then delete it.',
    ...found.map((line) => `  ${line}`),
    'Next: `fulldress plan` says what a rehearsal would do, `fulldress rehearse --act-time 8s` does it in short.',
  ]
  return {
    text: writeSpec(head, spec),
    files: Object.assign({}, ...parts.map(({ files = {} }) => files)) as Record<string, string>,
    found,
    toSettle: parts.flatMap((part) => part.toSettle ?? []),
  }
}

const ORDER = ['stage', 'seed', 'traffic', 'upgrade', 'rollback', 'limits']

function inOrder(parts: readonly Drafting[]): readonly DraftEntry[] {
  const entries = parts.flatMap((part) => part.entries)
  return entries.toSorted((one, other) => ORDER.indexOf(one.key) - ORDER.indexOf(other.key))
}

function limits(): DraftEntry {
  return entry(
    'limits',
    map(
      entry('endpoints', map(entry('*', line({ errorRate: 0.01 })))),
      entry('accessExclusive', '500ms'),
      entry('stall', '1s'),
    ),
    'Assumed: one request in a hundred may fail in steady traffic, and nobody may stop clients for half a second.',
    'Your objectives go here, such as "GET /orders": { p99: 300ms, gate: true }.',
  )
}
