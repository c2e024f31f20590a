import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EntryOf } from '../model/evidence.ts'
import type { Timeline } from '../model/timeline.ts'

/** Writes `k6/timeline.json` into the run's folder; the fact that names it. */
export function writeTimeline(folder: string, timeline: Timeline): Omit<EntryOf<'traffic.timeline'>, 'seq' | 'at'> {
  const file = join('k6', 'timeline.json')
  const text = `${JSON.stringify(timeline)}\n`
  mkdirSync(join(folder, 'k6'), { recursive: true })
  writeFileSync(join(folder, file), text)
  return {
    kind: 'traffic.timeline',
    file: { file, sha256: createHash('sha256').update(text).digest('hex') },
    stretches: timeline.stretches.length,
    endpoints: timeline.endpoints.length,
  }
}
