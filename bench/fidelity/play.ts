import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from '../../harness/cache/cache.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { TrafficModel } from '../../harness/model/traffic-model.ts'
import { planReplay } from '../../harness/plan/replay.ts'
import { findK6 } from '../../harness/traffic/find.ts'
import { startTraffic } from '../../harness/traffic/player.ts'

export const FRONT_IP = '127.77.202.1'

export interface PlayOptions {
  readonly model: TrafficModel
  readonly url: string
  readonly blockMs: number
  readonly blocks: number
  /** Blocks of warm-up. */
  readonly warmUp: number
}

/** Replays a model against an address as a rehearsal's baseline does; the facts that were recorded. */
export async function playModel({ model, url, blockMs, blocks, warmUp }: PlayOptions): Promise<readonly Fact[]> {
  const facts: Fact[] = []
  const signal = new AbortController().signal
  const k6 = await findK6({ env: process.env, cache: cacheFolder(), progress: console.error, signal })
  console.log(`k6 ${k6.version}`)
  const wish = { file: 'traffic.yaml', model, window: 'peak', factor: 1, journeys: true, script: null } as const
  const { replay, scenarios } = planReplay(wish, [], blocks * blockMs)
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-fidelity-'))
  const description = {
    scenarios,
    replay,
    environment: { BASE_URL: url },
    ledgers: [],
    seed: 7,
    blockMs,
    stallMs: 1000,
  }
  try {
    const record = (fact: Fact) => void facts.push(fact)
    await using traffic = await startTraffic({ k6, frontIp: FRONT_IP, folder, record, signal, description })
    const fromMs = traffic.blockAfter(Date.now()) + warmUp * blockMs
    const toMs = fromMs + blocks * blockMs
    await Promise.race([sleep(toMs - Date.now()), traffic.failure])
    await traffic.phase('baseline', fromMs, toMs)
    await traffic.end()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return facts
}
