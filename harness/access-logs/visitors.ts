/** What a visitor is told apart by; surest last. */
export const BY = { nothing: 0, address: 1, user: 2, cookie: 3 } as const

const SEED = 0x811c9dc5
const PRIME = 0x01000193
const DASH = 45

/** Beyond this a value is sampled: user agents are long, and their difference is not in every byte. */
const HASHED_WHOLE_BYTES = 48

/**
 * A hash of a cookie, a user or an address, 31 bits, never 0; 0 where the log has none, which servers write as `-` or as nothing.
 * Hashes live as long as the log is read and are never written anywhere.
 */
export function visitorOf(line: Uint8Array, start: number, end: number, salt: number): number {
  const length = end - start
  if (start < 0 || length <= 0 || (length === 1 && line[start] === DASH)) return 0
  const step = length > HASHED_WHOLE_BYTES ? 3 : 1
  let hash = SEED ^ salt ^ (length << 8)
  for (let at = start; at < end; at += step) hash = Math.imul(hash ^ (line[at] as number), PRIME)
  return ((hash ^ (hash >>> 15)) & 0x7fffffff) | 1
}
