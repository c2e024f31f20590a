import { tame, tameLine } from '../terminal/ink.ts'

/** Before each line that is not the first: it may be of a log, and must not be taken for ours. */
const QUOTED = '  | '

/**
 * Why a command ended and what to do about it, for stderr, newline included. A message may go on with lines of a log or
 * of a tool; none of them acts on a terminal or on the CI that reads them.
 */
export function complaintText(
  message: string,
  hint: string,
  { ours = false }: { readonly ours?: boolean } = {},
): string {
  const [first = '', ...rest] = message.split(/\r?\n/)
  const quoted = rest.map((line) => `${ours ? '' : QUOTED}${tameLine(line)}`.trimEnd())
  return `${[`fulldress: ${tame(first)}`, ...quoted, `  hint: ${tame(hint)}`].join('\n')}\n`
}
