import exec from 'k6/execution'
import { Counter } from 'k6/metrics'

const writes = new Counter('fulldress_acknowledged')

/**
 * Notes that the service has acknowledged a write, so that the audit can look for its row: once, and not twice.
 * `ledger` is a name from the spec's `traffic.ledgers`; call it only after an answer that promises the write.
 *
 * The key travels as metadata of a sample, not as a tag: a tag would make k6 keep a time series for every key.
 */
export function acknowledged(ledger: string, key: string | number): void {
  const { metadata } = exec.vu.metrics
  metadata.ledger = encodeURIComponent(ledger)
  metadata.key = encodeURIComponent(String(key))
  writes.add(1)
  delete metadata.ledger
  delete metadata.key
}
