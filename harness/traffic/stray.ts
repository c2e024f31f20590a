import { parseLogLine, strayUrl } from './log.ts'

export interface Stray {
  readonly url: string
  /** `setup` outside of any scenario. */
  readonly scenario: string
}

const MS_FOR_THE_OTHER_HALF = 700

/**
 * A refused request is told twice: the sample knows its scenario, the log its URL (a script may have renamed the
 * sample). Whichever comes first, the other is given a moment; then it is reported, once.
 */
export class StrayWatch {
  #report: (stray: Stray) => void
  #url: string | null = null
  #sample: { readonly name: string; readonly scenario: string } | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(report: (stray: Stray) => void) {
    this.#report = report
  }

  refused(name: string, scenario: string): void {
    this.#sample ??= { name, scenario }
    this.#wait()
  }

  logLine(line: string): void {
    const parsed = parseLogLine(line)
    const url = parsed === null ? null : strayUrl(parsed)
    if (url === null) return
    this.#url ??= url
    if (parsed?.scenario) this.#sample ??= { name: url, scenario: parsed.scenario }
    this.#wait()
  }

  /** Reports at once what has been waiting; call it when k6 has ended. */
  flush(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#tell()
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => this.#tell(), MS_FOR_THE_OTHER_HALF)
  }

  #tell(): void {
    const url = this.#url ?? this.#sample?.name
    this.#report({ url: url ?? 'unknown', scenario: this.#sample?.scenario || 'setup' })
    this.#report = () => undefined
  }
}
