import type { Audience, News } from './audience.ts'

/** The last words have this long to reach the process outside. */
const PATIENCE_MS = 2_000

/** A channel to the process that started this one. */
export interface Channel {
  readonly connected: boolean
  send(news: News, sent: (error: Error | null) => void): void
}

/**
 * Hands everything on to the process outside of the namespace in which a rehearsal runs, for in there is no network to
 * be seen on; `watches` is whether somebody looks at states there. A state is left out while the one before is still on its way: nothing piles up here.
 */
export function relayTo(channel: Channel, watches: boolean): Audience {
  let pending = 0
  let idle = Promise.withResolvers<void>()
  const send = (news: News) => {
    if (!channel.connected) return
    if (pending++ === 0) idle = Promise.withResolvers()
    channel.send(news, () => {
      if (--pending === 0) idle.resolve()
    })
  }
  return {
    watches,
    tell(news) {
      if (news.kind !== 'state' || pending === 0) send(news)
    },
    async [Symbol.asyncDispose]() {
      if (pending === 0) return
      const late = setTimeout(() => idle.resolve(), PATIENCE_MS)
      await idle.promise
      clearTimeout(late)
    },
  }
}
