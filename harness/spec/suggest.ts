/** The candidate that a mistyped word most likely meant, or null where none is near. */
export function suggest(word: string, candidates: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(word.length / 3))
  const near = candidates
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
  return near[0]?.candidate ?? null
}

/** A mistyped word as a complaint spells it: `portt (did you mean port?)`. */
export function withSuggestion(word: string, candidates: readonly string[]): string {
  const meant = suggest(word, candidates)
  return meant === null || meant === word ? word : `${word} (did you mean ${meant}?)`
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : substituted
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, substituted, swapped))
    }
  }
  return at(a.length, b.length)
}
