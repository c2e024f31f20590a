import type { LockWatcher } from '../locks/watcher/watcher.ts'
import type { PartListener } from '../model/part.ts'
import type { Reading } from '../model/reading.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunLabel, StagingCopy } from '../staging/copy.ts'
import type { K6, Traffic } from '../traffic/traffic.ts'

/** What is decided before the curtain rises. */
export interface Setting {
  readonly plan: Plan
  readonly runtime: 'containers' | 'processes'
  readonly k6: K6
  readonly label: RunLabel
  /** The run's folder. */
  readonly folder: string
  /** Folder of the nights before this one; null where the run is not to be one of them. */
  readonly history: string | null
  readonly progress: (line: string) => void
  /** Told of parts of acts whose length is known. */
  readonly part?: PartListener
  /** Given what reads the instruments, once they are on stage. */
  readonly onAir?: (read: () => Reading) => void
}

/**
 * What stands on the stage: live handles only. Whatever is evidence goes through the journal, never through here.
 */
export interface Scene extends Setting {
  copy?: StagingCopy
  traffic?: Traffic
  watcher?: LockWatcher
}

/** The handle, which an earlier act must have put there; asking too early is a bug of the programme. */
export function onStage<K extends 'copy' | 'traffic' | 'watcher'>(
  scene: Pick<Scene, K>,
  what: K,
): NonNullable<Scene[K]> {
  const handle: Scene[K] = scene[what]
  if (handle === undefined) throw new Error(`the programme asked for the ${what} before it was on stage`)
  return handle as NonNullable<Scene[K]>
}
