/** mulberry32 over an FNV-1a hash: small, seeded, good enough to place arrivals. The same name, the same numbers. */
export function randomNumbers(seed: number, name: string): () => number {
  let state = 0x811c9dc5 ^ seed
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
