const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

export type InterruptSignal = keyof typeof EXIT_CODES

/** What the abort signal carries when the operator ends a run. */
export class Interrupted extends Error {
  readonly signal: InterruptSignal
  readonly exitCode: number

  constructor(signal: InterruptSignal) {
    super(`interrupted by ${signal}`)
    this.name = 'Interrupted'
    this.signal = signal
    this.exitCode = EXIT_CODES[signal]
  }
}

/**
 * Turns SIGINT and SIGTERM into one abort. A terminal and its parents often send the same signal several times over,
 * so only the first counts: what follows is the clean-up, which must not be cut short.
 */
export function listenForInterrupts(): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  const listeners = (Object.keys(EXIT_CODES) as InterruptSignal[]).map((name) => {
    const listener = () => controller.abort(new Interrupted(name))
    process.on(name, listener)
    return { name, listener }
  })
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const { name, listener } of listeners) process.off(name, listener)
    },
  }
}
