import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until a moment (epoch ms), or rejects with the signal's reason. */
export async function pauseUntil(epochMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  try {
    await sleep(Math.max(0, epochMs - Date.now()), undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}
