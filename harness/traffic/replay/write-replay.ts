import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrafficDescription } from '../../model/traffic.ts'
import type { Arrivals } from '../inside/arrivals.ts'
import { drawJourneys } from './journeys.ts'
import { learnedArrivals } from './learned-arrivals.ts'
import { scriptData } from './script-data.ts'

/** How a model's scenarios are played: their arrivals, and the VUs that its journeys need. */
export interface WrittenReplay {
  /** What scenarios/replay.ts reads. */
  readonly file: string
  readonly arrivals: Readonly<Record<string, Arrivals>>
  readonly vus: Readonly<Record<string, number>>
}

/** Draws what a model's traffic will be and writes it where the script finds it; null where no model is replayed. */
export async function writeReplay(description: TrafficDescription, k6Folder: string): Promise<WrittenReplay | null> {
  const { replay, seed } = description
  if (replay === undefined) return null
  const drawn = replay.journeys === null ? null : drawJourneys(replay, replay.journeys, description)
  const alone = replay.endpoints
    .filter(({ alonePerSecond }) => alonePerSecond > 0)
    .map(({ scenario, alonePerSecond: perSecond, dispersion }) => {
      return [scenario, learnedArrivals(scenario, { perSecond, dispersion }, description)] as const
    })
  const journeys = drawn === null || replay.journeys === null ? [] : [[replay.journeys.scenario, drawn] as const]
  const file = join(k6Folder, 'replay.json')
  await mkdir(k6Folder, { recursive: true })
  await writeFile(file, JSON.stringify(scriptData(replay, drawn, seed)))
  return {
    file,
    arrivals: Object.fromEntries([...alone, ...journeys.map(([name, { arrivals }]) => [name, arrivals] as const)]),
    vus: Object.fromEntries(journeys.map(([name, { vus }]) => [name, vus])),
  }
}
