const SASL = 10
const BOUND = 'SCRAM-SHA-256-PLUS'

/**
 * An offer of SASL without the mechanism that is bound to the server's own certificate: over the proxy's TLS it could
 * never succeed. Every other message comes back as it is.
 */
export function withoutChannelBinding(bytes: Buffer): Buffer {
  if (bytes.length < 9 || bytes.readUInt32BE(5) !== SASL) return bytes
  const offered = bytes.toString('latin1', 9).split('\0').filter(Boolean)
  if (!offered.includes(BOUND)) return bytes
  const kept = offered.filter((mechanism) => mechanism !== BOUND).map((mechanism) => `${mechanism}\0`)
  const whole = Buffer.concat([bytes.subarray(0, 9), Buffer.from(`${kept.join('')}\0`, 'latin1')])
  whole.writeUInt32BE(whole.length - 1, 1)
  return whole
}
