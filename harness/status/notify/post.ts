import type { Target } from './target.ts'

/**
 * Sends a body; null when it was taken, or why not, in words that hold nothing of the address. No redirect is followed:
 * what an address holds as a secret is for its own host.
 */
export async function post(
  { url, headers }: Target,
  body: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | null> {
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
    return response.ok ? null : `HTTP ${response.status}`
  } catch (error) {
    if (signal.aborted) return 'no answer before the command ended'
    if (late.aborted) return `no answer within ${timeoutMs / 1_000} s`
    return codeOf(error) ?? 'no connection'
  }
}

/** `ECONNREFUSED`; what fetch says itself is always the same, and its cause may tell the address. */
function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null
  if (!(cause instanceof Error)) return null
  const code = 'code' in cause ? cause.code : null
  return typeof code === 'string' ? code : null
}
