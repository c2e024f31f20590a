/**
 * Mistakes that the operator can fix. The code is stable, the message says what was expected, what was found and
 * where, and the hint says what to do. Anything thrown that is not one of these is a bug of the harness.
 */
export const ERROR_CODES = [
  'spec-invalid',
  'spec-unreadable',
  'file-missing',
  'tool-missing',
  'port-taken',
  'engine-missing',
  'image-missing',
  'install-failed',
  'database-unready',
  'database-refused',
  'service-unready',
  'partner-unready',
  'seed-failed',
  'snapshot-failed',
  'stray-request',
  'script-broken',
  'traffic-failed',
  'resource-died',
  'run-unreadable',
  'usage',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

export class RehearsalError extends Error {
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'RehearsalError'
    this.code = code
    this.hint = hint
  }
}

/** The message of anything thrown, in one line without a stack. */
export function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join('; ')
  // What was thrown first is the cause; its own message only says that more came while things were put away.
  if (error instanceof SuppressedError) {
    return `${describe(error.suppressed)}; and while cleaning up: ${describe(error.error)}`
  }
  if (error instanceof Error) return error.message
  return String(error)
}

/**
 * What `draw` gives, or, where it throws, what `otherwise` makes of the sentence that says so. Journals come from other
 * versions and other hands: an entry that is not as it should be costs the part that is drawn from it, and no other.
 */
export function drawn<T>(draw: () => T, otherwise: (sentence: string) => T): T {
  try {
    return draw()
  } catch (error) {
    return otherwise(`this part could not be drawn: ${describe(error)}`)
  }
}
