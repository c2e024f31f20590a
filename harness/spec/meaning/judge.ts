import { type Complaint, spellPath } from '../complaint.ts'
import type { SpecDocument } from '../document.ts'
import type { Part } from '../part.ts'

/** What a rule of meaning is given: the whole spec, the folder that paths are relative to, and where to complain. */
export interface Bench {
  readonly spec: Part
  readonly folder: string
  readonly document: SpecDocument
  /** `found` is what was written there, unless a rule knows better. */
  readonly complain: (part: Part, expected: string, found?: string) => void
}

export type Rule = (bench: Bench) => void

/** Holds a spec against the rules that its shape cannot express, and gathers what they say. */
export function judgeMeaning(document: SpecDocument, folder: string, rules: readonly Rule[]): readonly Complaint[] {
  const complaints: Complaint[] = []
  const complain: Bench['complain'] = ({ path }, expected, found) => {
    const place = document.places.get(spellPath(path))
    const parent = document.places.get(spellPath(path.slice(0, -1)))
    const offset = place?.valueOffset ?? parent?.keyOffset ?? 0
    complaints.push({ path, offset, expected, found: found ?? place?.found ?? 'nothing' })
  }
  for (const rule of rules) rule({ spec: { path: [], value: document.data }, folder, document, complain })
  return complaints
}
