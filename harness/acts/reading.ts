import type { Reading } from '../model/reading.ts'
import type { Scene } from './scene.ts'

/** What the instruments on stage show at this moment; whoever looks on asks, and nothing is kept. */
export function readingOf({ traffic, watcher }: Scene): Reading {
  return { endpoints: traffic?.recent() ?? [], waiting: watcher?.waiting() ?? null }
}
