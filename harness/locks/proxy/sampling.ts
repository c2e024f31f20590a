import { setTimeout as sleep } from 'node:timers/promises'

/** Takes readings one after another, never two at once, until it is stopped. */
export interface Sampling {
  /** Resolves when the reading under way is in. */
  stop(): Promise<void>
}

export function startSampling(
  take: () => Promise<void>,
  { afterMs, everyMs }: { readonly afterMs: number; readonly everyMs: number },
): Sampling {
  const controller = new AbortController()
  const { signal } = controller
  // An aborted pause rejects, and that is the end of the loop.
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)
  const running = (async () => {
    if (afterMs > 0) await pause(afterMs)
    while (!signal.aborted) {
      const due = performance.now() + everyMs
      await take()
      if (!signal.aborted) await pause(Math.max(0, due - performance.now()))
    }
  })()
  return {
    stop() {
      controller.abort()
      return running
    },
  }
}
