import { RehearsalError } from '../errors.ts'
import type { AuxiliaryDescription } from '../model/container.ts'
import { lastLines } from '../process/tail.ts'
import type { Player } from './ground.ts'
import { untilWell } from './health.ts'

/** Work that ends by itself may take as long as a seed's command. */
const ONCE_TIMEOUT_MS = 30 * 60_000

const PATIENCE_MS = 60_000

/** Waits until an auxiliary is well by its own check or, where it does its work once, has ended with 0. */
export async function untilPlaying(
  { name, once, container: { healthcheck } }: AuxiliaryDescription,
  player: Player,
  signal: AbortSignal,
): Promise<void> {
  if (once) return await untilDone(player, signal)
  const timeoutMs = healthcheck === null || healthcheck === 'none' ? PATIENCE_MS : healthcheck.patienceMs
  const found = await untilWell(player, { ask: async () => (await player.trouble?.()) ?? null, timeoutMs, signal })
  if (found === null) return
  const message = `expected ${name} to be well by its own health check within ${timeoutMs / 1000} s, found: ${found}`
  throw unready(player, message, 'its `healthcheck` in the compose file is what was asked')
}

async function untilDone(player: Player, signal: AbortSignal): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(ONCE_TIMEOUT_MS)])
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(over.reason)
  over.addEventListener('abort', stop)
  try {
    const why = await Promise.race([player.exited, promise])
    if (why === 'exit code 0') return
    const message = `expected ${player.label} to do its work and end with exit code 0, found: ${why}`
    throw unready(player, message, 'leave it out with stage.compose.without where the seed of the spec does its work')
  } finally {
    over.removeEventListener('abort', stop)
  }
}

function unready(player: Player, message: string, hint: string): RehearsalError {
  const log = lastLines(player.tail(), 15)
  const said = log === '' ? 'it logged nothing' : `its last log lines:\n${log}`
  return new RehearsalError('service-unready', `${message}; ${said}`, hint)
}

/** The tag of an image, `7.2-alpine`; `latest` where it has none. */
export function versionOf(image: string): string {
  return /:([^/@]+)/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1] ?? 'latest'
}
