import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'

/** What a client wants, once encryption is settled. */
export interface Greeting {
  readonly kind: 'startup' | 'cancel'
  /** The stream to go on with: the client's own, or TLS over it. */
  readonly client: Duplex
  /** The packet as it came. */
  readonly packet: Buffer
  readonly encrypted: boolean
  /** Of a startup packet of protocol 3: `user`, `database`, `application_name`…; empty otherwise. */
  readonly parameters: ReadonlyMap<string, string>
}

export interface Identity {
  readonly key: string
  readonly cert: string
}

const CANCEL = 80877102
const SSL = 80877103
const GSS = 80877104
/** PostgreSQL itself refuses anything longer. */
const LONGEST = 10_000
const TLS_HANDSHAKE = 0x16

/** Answers requests for encryption until the client says what it wants; null when it left or talks nonsense. */
export async function greet(socket: Duplex, identity: Identity | null): Promise<Greeting | null> {
  let client = socket
  for (;;) {
    const header = await take(client, 8)
    if (header === null) return null
    const encrypted = client !== socket
    if (header[0] === TLS_HANDSHAKE && identity && !encrypted) {
      // PostgreSQL 17 and later take TLS at once (`sslnegotiation=direct`).
      client.unshift(header)
      client = encrypt(client, identity)
      continue
    }
    const [length, code] = [header.readUInt32BE(0), header.readUInt32BE(4)]
    if (length < 8 || length > LONGEST) return null
    const rest = length === 8 ? Buffer.alloc(0) : await take(client, length - 8)
    if (rest === null) return null
    if (code === SSL || code === GSS) {
      const yes = code === SSL && identity !== null && !encrypted
      client.write(yes ? 'S' : 'N')
      if (yes) client = encrypt(client, identity)
      continue
    }
    const packet = Buffer.concat([header, rest])
    const kind = code === CANCEL ? 'cancel' : 'startup'
    return { kind, client, packet, encrypted, parameters: code >>> 16 === 3 ? parametersOf(rest) : new Map() }
  }
}

function encrypt(socket: Duplex, { key, cert }: Identity): Duplex {
  // Types know sockets only; any duplex stream will do.
  const secure = new TLSSocket(socket as never, { isServer: true, key, cert, ALPNProtocols: ['postgresql'] })
  secure.on('error', () => secure.destroy())
  return secure
}

function parametersOf(rest: Buffer): ReadonlyMap<string, string> {
  const words = rest.toString('utf8').split('\0')
  const parameters = new Map<string, string>()
  for (let at = 0; at + 1 < words.length && words[at] !== ''; at += 2)
    parameters.set(words[at] ?? '', words[at + 1] ?? '')
  return parameters
}

/** Exactly so many bytes; null when the stream ends before. */
async function take(stream: Duplex, length: number): Promise<Buffer | null> {
  for (;;) {
    const bytes: Buffer | null = stream.read(length)
    if (bytes !== null) return bytes.length === length ? bytes : null
    if (stream.readableEnded || stream.destroyed) return null
    await stirred(stream)
  }
}

function stirred(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of EVENTS) stream.off(event, done)
      resolve()
    }
    for (const event of EVENTS) stream.on(event, done)
  })
}

const EVENTS = ['readable', 'end', 'close'] as const
