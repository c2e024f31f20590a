const BITS = 11
const REGISTERS = 2 ** BITS
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS)

/**
 * How many different values there were, without keeping any: HyperLogLog with 2,048 registers of a byte, 2.3 % standard error, and
 * linear counting where there are few. Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, 2007.
 */
export class Cardinality {
  readonly #registers = new Uint8Array(REGISTERS)

  add(hash: number): void {
    // FNV's upper bits are weak for short values; the registers and the ranks need all bits to be good.
    const mixed = mix(hash)
    const register = mixed >>> (32 - BITS)
    const rank = Math.min(Math.clz32(mixed << BITS), 32 - BITS) + 1
    if (rank > (this.#registers[register] as number)) this.#registers[register] = rank
  }

  merge(other: Cardinality): void {
    for (const [register, rank] of other.#registers.entries()) {
      if (rank > (this.#registers[register] as number)) this.#registers[register] = rank
    }
  }

  /** At least 1. */
  count(): number {
    let sum = 0
    let empty = 0
    for (const rank of this.#registers) {
      sum += 2 ** -rank
      if (rank === 0) empty++
    }
    const raw = (ALPHA * REGISTERS * REGISTERS) / sum
    const count = raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw
    return Math.max(1, Math.round(count))
  }
}

/** The finaliser of MurmurHash3, by Austin Appleby, in the public domain. */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
