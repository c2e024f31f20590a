import { masked } from './masked.ts'

const EXAMPLES = 3

/** Lines that hold no request: how many, and what the first of them look like. */
export class BrokenLines {
  count = 0
  readonly #examples: string[] = []

  add(bytes: Buffer, start: number, end: number, number: number): void {
    this.count++
    if (this.#examples.length >= EXAMPLES) return
    this.#examples.push(`line ${number}: ${masked(bytes.toString('utf8', start, Math.min(end, start + 500)))}`)
  }

  /** With letters as a and digits as 9: a broken line may hold anything. */
  get examples(): readonly string[] {
    return this.#examples
  }
}
