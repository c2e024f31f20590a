/** From 0 to 1, the same for the same number: what varies in a generated journal varies alike in every run. */
export function noise(index: number): number {
  const wave = Math.sin(index * 12.9898 + 4.1414) * 43_758.5453
  return wave - Math.floor(wave)
}

/** From low to high. */
export function between(index: number, low: number, high: number): number {
  return low + noise(index) * (high - low)
}

/** So many things, made from 0 on. */
export function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

export const SIDE_FILE = { file: 'side.jsonl', sha256: '0'.repeat(64) } as const
