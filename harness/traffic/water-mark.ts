/** How far k6's stream of samples has come, and who waits for it to come further. */
export class WaterMark {
  #atMs = 0
  #waiting: readonly { readonly atMs: number; readonly resolve: () => void }[] = []

  rise(atMs: number): void {
    this.#atMs = Math.max(this.#atMs, atMs)
    const reached = this.#waiting.filter((one) => one.atMs <= this.#atMs)
    this.#waiting = this.#waiting.filter((one) => one.atMs > this.#atMs)
    for (const { resolve } of reached) resolve()
  }

  /** Resolves when the mark has reached this time, or after the bound, whichever is first. */
  async reach(atMs: number, boundMs: number): Promise<void> {
    if (this.#atMs >= atMs) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting = [...this.#waiting, { atMs, resolve }]
    const timer = setTimeout(resolve, boundMs)
    await promise
    clearTimeout(timer)
  }
}
