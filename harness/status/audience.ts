import type { Message } from './message.ts'
import type { LiveState } from './state.ts'

/** What is told of a run outside of it. */
export type News =
  /** The run's folder, once there is one. */
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'state'; readonly state: LiveState }

/** Whoever looks on. Telling takes no time and never throws; closing waits for the last words, a few seconds at most. */
export interface Audience extends AsyncDisposable {
  /** Whether anybody wants to see states; messages are told anyway. */
  readonly watches: boolean
  tell(news: News): void
}

/** Nobody. */
export const EMPTY_HOUSE: Audience = {
  watches: false,
  tell: () => undefined,
  [Symbol.asyncDispose]: () => Promise.resolve(),
}
