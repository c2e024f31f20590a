/** A message that a channel did not take, and why. */
export interface Lost {
  readonly channel: string
  readonly number: number
  readonly reason: string
  /** It was sent and nobody answered: it may have arrived all the same. */
  readonly unconfirmed: boolean
}

/** `2 of 9 messages did not reach ops.example.com (HTTP 500), 1 is not confirmed by it (no answer within 5 s)`. */
export function lostInWords(
  lost: readonly Lost[],
  { name, told }: { readonly name: string; readonly told: number },
): string {
  const [unsure, gone] = [lost.filter((one) => one.unconfirmed), lost.filter((one) => !one.unconfirmed)]
  const of = (some: readonly Lost[]) => `(${[...new Set(some.map(({ reason }) => reason))].join('; ')})`
  const are = unsure.length === 1 ? 'is' : 'are'
  if (gone.length === 0) return `${unsure.length} of ${told} messages ${are} not confirmed by ${name} ${of(unsure)}`
  const reached = `${gone.length} of ${told} messages did not reach ${name} ${of(gone)}`
  return unsure.length === 0 ? reached : `${reached}, ${unsure.length} ${are} not confirmed by it ${of(unsure)}`
}
