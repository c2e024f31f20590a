import type { FieldMeaning } from './slices.ts'

/** `%t` writes its own brackets. */
export interface ApacheField extends FieldMeaning {
  readonly bracketed?: boolean
}

/** https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats */
const DIRECTIVES: Readonly<Record<string, FieldMeaning>> = {
  r: { role: 'request' },
  m: { role: 'method' },
  U: { role: 'target' },
  s: { role: 'status' },
  b: { role: 'responseBytes' },
  B: { role: 'responseBytes' },
  O: { role: 'responseBytes' },
  I: { role: 'requestBytes' },
  D: { role: 'latency', latencyUnitMs: 0.001 },
  u: { role: 'user' },
  h: { role: 'address' },
  a: { role: 'address' },
}

const SECONDS_OF: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, ms: 1, us: 0.001 }

/** The part in braces is what a directive is asked of: a header, a cookie, a unit. */
export function apacheField(directive: string, argument: string): ApacheField {
  if (directive === 't') return { role: 'time', bracketed: argument === '' }
  if (directive === 'T') return { role: 'latency', latencyUnitMs: SECONDS_OF[argument] ?? 1_000 }
  if (directive === 'C') return { role: 'cookie' }
  if (directive === 'i') return { role: headerRole(argument.toLowerCase()) }
  return DIRECTIVES[directive] ?? { role: null }
}

function headerRole(header: string): FieldMeaning['role'] {
  if (header === 'user-agent') return 'agent'
  return header === 'x-forwarded-for' ? 'forwarded' : null
}
