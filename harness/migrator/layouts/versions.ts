/** Orders names by the number they begin with, however long: 2_x before 10_x. Those without one come last. */
export function compareNumbers(one: string, other: string): number {
  return compareParts([numberOf(one)], [numberOf(other)])
}

/** Orders dotted versions as Flyway does: part by part as numbers, what is missing counts as 0; 1.1 before 1.10. */
export function compareVersions(one: string, other: string): number {
  return compareParts(partsOf(one), partsOf(other))
}

function partsOf(version: string): readonly (bigint | null)[] {
  return version.split(/[._]/).map((part) => (/^\d+$/.test(part) ? BigInt(part) : 0n))
}

function numberOf(name: string): bigint | null {
  const digits = /^[A-Za-z]?(\d+)/.exec(name)?.[1]
  return digits === undefined ? null : BigInt(digits)
}

function compareParts(one: readonly (bigint | null)[], other: readonly (bigint | null)[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const [a = 0n, b = 0n] = [one[index], other[index]]
    if (a === b) continue
    if (a === null) return 1
    if (b === null) return -1
    return a < b ? -1 : 1
  }
  return 0
}
