import type { RetriesSeen } from '../../model/retries-seen.ts'
import { fingerprintOf } from '../../statistics/backoff.ts'

/** Median delays before attempt 2, 3, …, in ms: `500, 1500, 3500`; empty where nothing was tried again. */
export function delaysInWords({ delays }: Pick<RetriesSeen, 'delays'>): string {
  return fingerprintOf(delays).delaysMs.map(about).join(', ')
}

/** Two digits: what a machine adds to a delay makes a third one meaningless. */
export function about(ms: number): string {
  return String(Number(ms.toPrecision(2)))
}
