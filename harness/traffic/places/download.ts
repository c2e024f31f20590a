import { createHash } from 'node:crypto'
import { describe } from '../../errors.ts'

/** A network that swallows packets must not keep anybody waiting for minutes. */
const LONGEST_SILENCE_MS = 8000

/** Fetches a file into memory. Rejects when nothing came for some seconds, or with the status where it is not 200. */
export async function download(url: string, signal: AbortSignal, silenceMs = LONGEST_SILENCE_MS): Promise<Buffer> {
  const silence = new AbortController()
  const chunks: Uint8Array[] = []
  let timer = setTimeout(() => silence.abort(), silenceMs)
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, silence.signal]) })
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`)
    for await (const chunk of response.body) {
      chunks.push(chunk)
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), silenceMs)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    signal.throwIfAborted()
    if (silence.signal.aborted) throw new Error(`nothing came from ${url} for ${silenceMs / 1000} s`)
    const cause = error instanceof TypeError && error.cause !== undefined ? `: ${describe(error.cause)}` : ''
    throw new Error(cause === '' ? describe(error) : `${url} cannot be reached${cause}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** Throws unless the bytes have this sha256. */
export function verify(what: string, bytes: Buffer, sha256: string): void {
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) throw new Error(`${what}: expected sha256 ${sha256}, found ${found}`)
}
