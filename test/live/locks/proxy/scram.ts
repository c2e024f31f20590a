import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. */
export function beginScram(password: string): { first: string; final(serverFirst: string): string } {
  const nonce = randomBytes(18).toString('base64')
  const bare = `n=,r=${nonce}`
  return {
    first: `n,,${bare}`,
    final(serverFirst) {
      const given = new Map(serverFirst.split(',').map((field) => [field[0] ?? '', field.slice(2)]))
      const salted = pbkdf2Sync(
        password,
        Buffer.from(given.get('s') ?? '', 'base64'),
        Number(given.get('i')),
        32,
        'sha256',
      )
      const key = hmac(salted, 'Client Key')
      const stored = createHash('sha256').update(key).digest()
      const unproven = `c=biws,r=${given.get('r')}`
      const signature = hmac(stored, `${bare},${serverFirst},${unproven}`)
      const proof = Buffer.from(key.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64')
      return `${unproven},p=${proof}`
    },
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
