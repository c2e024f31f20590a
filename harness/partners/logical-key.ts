import { createHash } from 'node:crypto'
import type { KeyedBy } from '../model/retries-seen.ts'

/** What of a request tells which logical call it is an attempt at. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | undefined
  readonly traceparent: string | undefined
  readonly body: Uint8Array
}

export interface LogicalKey {
  readonly key: string
  readonly by: KeyedBy
}

/** https://www.w3.org/TR/trace-context/#traceparent-header; an id of zeros is invalid. */
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/

/**
 * The client's own key where it sends one, else its trace, else the request itself. One trace may call several times,
 * so method and path count beside it; the body does not, for it may hold a time stamp. Of a body only a hash is kept.
 */
export function logicalKey({ method, path, idempotencyKey, traceparent, body }: Asked): LogicalKey {
  if (idempotencyKey !== undefined && idempotencyKey !== '') return { key: idempotencyKey, by: 'Idempotency-Key' }
  const trace = TRACEPARENT.exec(traceparent ?? '')?.[1]
  if (trace !== undefined) return { key: `${trace} ${method} ${path}`, by: 'traceparent' }
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return { key: `${method} ${path} ${hash}`, by: 'method, path and body' }
}
