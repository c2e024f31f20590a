import { sleep } from 'k6'
import ws from 'k6/ws'

const AGAIN_SECONDS = 1

/**
 * Listens to calls whose coming is all that they are for: a network event makes Go look at its timers, which it would
 * otherwise do at whole milliseconds after the last one. Without them arrivals are played as well, but in bunches.
 */
export function beWoken(waker: string): void {
  ws.connect(waker, {}, () => undefined)
  sleep(AGAIN_SECONDS)
}
