import type { ServerResponse } from 'node:http'
import type { Message } from '../message.ts'
import type { LiveState } from '../state.ts'
import { renderParts } from './render.ts'

export interface ViewerLimits {
  readonly most: number
  /** Who has not read what was sent before for so long is dropped. */
  readonly patienceMs: number
  readonly heartbeatMs: number
}

interface Viewer {
  readonly response: ServerResponse
  /** Whether it is our page, which is sent HTML, or a program, which is sent data. */
  readonly page: boolean
  /** Since when it has not read what was sent; null while it keeps up. */
  stuckSinceMs: number | null
}

/**
 * Those who listen to /events. Nothing piles up for one who does not read: states are left out, for only the present one
 * matters, and after a while the connection is cut; the browser then asks again, from the last message that it got.
 */
export class Viewers {
  readonly #limits: ViewerLimits
  readonly #viewers = new Set<Viewer>()
  readonly #timer: NodeJS.Timeout
  #messages: Message[] = []

  constructor(limits: ViewerLimits) {
    this.#limits = limits
    this.#timer = setInterval(() => this.#broadcast(() => ': still here\n\n'), limits.heartbeatMs)
    this.#timer.unref()
  }

  get count(): number {
    return this.#viewers.size
  }

  /** False where there are as many as there may be. `lastSeen` is the number of the last message that it has. */
  join(
    response: ServerResponse,
    { page, lastSeen, state }: { readonly page: boolean; readonly lastSeen: number; readonly state: LiveState | null },
  ): boolean {
    if (this.#viewers.size >= this.#limits.most) return false
    const viewer: Viewer = { response, page, stuckSinceMs: null }
    this.#viewers.add(viewer)
    response.on('close', () => this.#viewers.delete(viewer))
    const missed = this.#messages.filter(({ number }) => number > lastSeen)
    response.write(`retry: 2000\n\n${missed.map(eventOf).join('')}`)
    if (state !== null) this.#send(viewer, stateFor(page, state))
    return true
  }

  tell(message: Message): void {
    this.#messages = [...this.#messages, message].slice(-100)
    this.#broadcast(() => eventOf(message))
  }

  show(state: LiveState): void {
    // Made once for all, and only where somebody listens.
    const made = new Map<boolean, string>()
    this.#broadcast(({ page, stuckSinceMs }) => {
      if (stuckSinceMs !== null) return ''
      const event = made.get(page) ?? stateFor(page, state)
      made.set(page, event)
      return event
    })
  }

  /** Says that it is over, and lets everybody go. */
  close(): void {
    clearInterval(this.#timer)
    for (const { response } of this.#viewers) response.end('event: end\ndata: {}\n\n')
  }

  #broadcast(event: (viewer: Viewer) => string): void {
    for (const viewer of this.#viewers) {
      this.#review(viewer)
      if (!viewer.response.destroyed) this.#send(viewer, event(viewer))
    }
  }

  #review(viewer: Viewer): void {
    if (!viewer.response.writableNeedDrain) viewer.stuckSinceMs = null
    const { stuckSinceMs } = viewer
    if (stuckSinceMs !== null && Date.now() - stuckSinceMs > this.#limits.patienceMs) viewer.response.destroy()
  }

  #send(viewer: Viewer, event: string): void {
    if (event !== '' && !viewer.response.write(event)) viewer.stuckSinceMs ??= Date.now()
  }
}

function stateFor(page: boolean, state: LiveState): string {
  return page ? `event: page\ndata: ${renderParts(state)}\n\n` : `event: state\ndata: ${JSON.stringify(state)}\n\n`
}

function eventOf(message: Message): string {
  return `id: ${message.number}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`
}
