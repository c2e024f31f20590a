import type { Target } from './target.ts'

/** Why a body was not taken, in words that hold nothing of the address, and whether it may have been all the same. */
export interface Failed {
  readonly reason: string
  readonly unconfirmed: boolean
}

/**
 * Sends a body; null when it was taken. No redirect is followed:
 * what an address holds as a secret is for its own host.
 */
export async function post(
  { url, headers }: Target,
  body: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Failed | null> {
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.any([late, signal]),
    })
    await response.body?.cancel()
    return response.ok ? null : { reason: `HTTP ${response.status}`, unconfirmed: false }
  } catch (error) {
    if (signal.aborted) return { reason: 'no answer before the command ended', unconfirmed: true }
    if (late.aborted) return { reason: `no answer within ${timeoutMs / 1_000} s`, unconfirmed: true }
    return { reason: codeOf(error) ?? 'no connection', unconfirmed: false }
  }
}

/** `ECONNREFUSED`; what fetch says itself is always the same, and its cause may tell the address. */
function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null
  if (!(cause instanceof Error)) return null
  const code = 'code' in cause ? cause.code : null
  return typeof code === 'string' ? code : null
}
