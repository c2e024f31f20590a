import crypto from 'k6/crypto'
import exec from 'k6/execution'
import { Counter } from 'k6/metrics'
import { spellContent } from './content.ts'

const writes = new Counter('fulldress_acknowledged')

/** Which fields of a write the spec compares, by ledger; empty where the script is run by k6 alone. */
const compared = JSON.parse(__ENV.FULLDRESS_LEDGERS ?? '{}') as Readonly<Record<string, readonly string[] | undefined>>

/** Fields of a write, as the client sent them or was told them: `{ amountCents: 900, customer: { id: 7 } }`. */
export type Content = Readonly<Record<string, unknown>>

/**
 * Notes what became of a write, in one line: an answer of 2xx promises it, no answer or one of 5xx leaves it open, and
 * any other refuses it. The audit then looks for the key in the spec's `traffic.ledgers`, where a promised write must be
 * there once, with this content. Returns whether it was promised.
 */
export function recordWrite(
  response: { readonly status: number },
  ledger: string,
  key: string | number,
  content: Content = {},
): boolean {
  const { status } = response
  const promised = status >= 200 && status < 300
  if (promised) acknowledged(ledger, key, content)
  else if (status === 0 || status >= 500) note(ledger, key, content, { unanswered: '1' })
  return promised
}

/**
 * Notes that the service has acknowledged a write, where its answer is not one of HTTP's own or a script knows better;
 * call it only after an answer that promises the write.
 */
export function acknowledged(ledger: string, key: string | number, content: Content = {}): void {
  note(ledger, key, content, {})
}

/**
 * What is noted travels as metadata of a sample, not as tags: a tag would make k6 keep a time series for every key. Of
 * the content only hashes leave, so that no payload is kept.
 */
function note(ledger: string, key: string | number, content: Content, more: Readonly<Record<string, string>>): void {
  const { metadata } = exec.vu.metrics
  const hashes = (compared[ledger] ?? []).map((field) => hashOf(spellContent(content, field)))
  const about = {
    ledger: encodeURIComponent(ledger),
    key: encodeURIComponent(String(key)),
    ...(hashes.length === 0 ? {} : { content: hashes.join('.') }),
    ...more,
  }
  Object.assign(metadata, about)
  writes.add(1)
  for (const name of Object.keys(about)) delete metadata[name]
}

function hashOf(spelled: string | null): string {
  return spelled === null ? '-' : crypto.sha256(spelled, 'hex').slice(0, 16)
}
