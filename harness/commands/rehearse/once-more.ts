import type { Setting } from '../../acts/scene.ts'
import { newLabel } from './label.ts'
import { type Performed, type Performing, performRehearsal } from './perform.ts'

/** What a further rehearsal of the same command shares with the first. */
export interface FurtherRun extends Performing {
  readonly setting: Setting
}

/** Rehearses once more on a new copy, with a journal and reports of its own in the folder. */
export async function rehearseOnceMore(
  changed: Pick<Setting, 'folder' | 'plan'> & Partial<Setting>,
  { setting, ...performing }: FurtherRun,
): Promise<Performed> {
  return await performRehearsal({ ...setting, ...changed, label: newLabel() }, performing)
}
