import { RehearsalError } from '../errors.ts'
import type { Journal } from '../journal/journal.ts'
import type { ActName } from '../model/act.ts'
import type { Company } from './act.ts'

/**
 * Things on stage that may die at any time. A peril strikes the act under way once; the acts after it start afresh,
 * because after a failed upgrade the rollback is what must be seen.
 */
export class Perils {
  readonly #journal: Journal
  #act: ActName | null = null
  #strike = new AbortController()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  beset(act: ActName, interrupted: AbortSignal): Pick<Company, 'signal' | 'peril'> {
    this.#act = act
    this.#strike = new AbortController()
    return { signal: AbortSignal.any([interrupted, this.#strike.signal]), peril: this.#register }
  }

  readonly #register = (promise: Promise<never>): void => {
    promise.catch((error: unknown) => {
      if (error instanceof RehearsalError && error.code === 'resource-died') {
        const resource = /^expected (.+?) to run until/.exec(error.message)?.[1] ?? 'something on stage'
        this.#journal.record({ kind: 'resource.died', act: this.#act, resource, reason: error.message })
      }
      this.#strike.abort(error)
    })
  }
}
