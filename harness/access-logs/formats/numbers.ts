const DOT = 46
const ZERO = 48
const NINE = 57

/** A whole number between two places of a line; -1 where anything but digits stands there, or nothing. */
export function wholeNumberAt(line: Uint8Array, start: number, end: number): number {
  if (start < 0 || start >= end || end - start > 15) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const byte = line[at] as number
    if (byte < ZERO || byte > NINE) return -1
    value = value * 10 + byte - ZERO
  }
  return value
}

/** A number with or without decimals, as `0.012`; -1 where it is none, as nginx's `-`. */
export function decimalAt(line: Uint8Array, start: number, end: number): number {
  if (start < 0 || start >= end) return -1
  let value = 0
  let scale = 0
  for (let at = start; at < end; at++) {
    const byte = line[at] as number
    if (byte === DOT && scale === 0) scale = 1
    else if (byte < ZERO || byte > NINE) return exotic(line, start, end)
    else {
      value = value * 10 + byte - ZERO
      scale *= 10
    }
  }
  return scale > 1 ? value / scale : value
}

/** Exponents, as Go writes small durations in JSON; no latency and no size is below zero. */
function exotic(line: Uint8Array, start: number, end: number): number {
  const text = Buffer.from(line.subarray(start, end)).toString('latin1')
  const value = /^\d+(\.\d+)?[eE][+-]?\d+$/.test(text) ? Number(text) : -1
  return Number.isFinite(value) ? value : -1
}
