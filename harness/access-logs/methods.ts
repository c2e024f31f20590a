/** Methods that are counted; a line with any other word in their place is broken: a probe, or no HTTP. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'] as const

const CODES = METHODS.map((method) => codeOf(Buffer.from(method), 0, method.length))

/** The index in METHODS of the word between two places; -1 where it is none of them. */
export function methodAt(line: Uint8Array, start: number, end: number): number {
  return start < 0 || end - start > 7 ? -1 : CODES.indexOf(codeOf(line, start, end))
}

/** Seven bytes fit into a number without a hash; they are kept in upper case. */
function codeOf(line: Uint8Array, start: number, end: number): number {
  let code = 0
  for (let at = start; at < end; at++) code = code * 128 + ((line[at] as number) & 0x5f)
  return code
}
