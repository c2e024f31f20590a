import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createFraming, type Message } from '../../../../harness/locks/proxy/message.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { beginScram } from './scram.ts'

/** A client that speaks the protocol by hand, and keeps every message of the server's. */
export interface RawClient extends AsyncDisposable {
  readonly pid: number
  readonly cancelKey: Buffer
  readonly parameters: ReadonlyMap<string, string>
  send(...messages: readonly Buffer[]): void
  /** Messages up to the next of this type, that one included; to the end of the connection if there is none. */
  until(types: string): Promise<readonly Message[]>
  readonly ended: () => boolean
}

export interface RawOptions {
  readonly protocol?: number
  readonly parameters?: Readonly<Record<string, string>>
}

export async function openRaw(address: DatabaseAddress, options: RawOptions = {}): Promise<RawClient> {
  const socket = connect({ host: address.host, port: address.port, noDelay: true })
  await once(socket, 'connect')
  const reader = readMessages(socket)
  const words = Object.entries({ user: address.user, database: address.database, ...options.parameters }).flat()
  const code = Buffer.alloc(4)
  code.writeUInt32BE(options.protocol ?? 196_608)
  const body = Buffer.concat([code, Buffer.from(`${words.join('\0')}\0\0`)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  socket.write(Buffer.concat([length, body]))
  const greeting = await authenticate(socket, reader, address.password)
  const key = greeting.find(({ type }) => type === 'K')?.bytes.subarray(5) ?? Buffer.alloc(8)
  return {
    pid: key.readInt32BE(0),
    cancelKey: key,
    parameters: new Map(greeting.filter(({ type }) => type === 'S').map(({ bytes }) => pair(bytes))),
    send: (...messages) => void socket.write(Buffer.concat(messages)),
    until: reader.until,
    ended: reader.ended,
    async [Symbol.asyncDispose]() {
      socket.end(Buffer.from('5800000004', 'hex'))
      if (!socket.closed) await once(socket, 'close')
    },
  }
}

interface Reader {
  until(types: string): Promise<readonly Message[]>
  ended(): boolean
}

function readMessages(socket: Socket): Reader {
  const frame = createFraming()
  let heard: Message[] = []
  let stir = () => undefined as undefined
  let over = false
  socket.on('data', (chunk) => {
    heard.push(...frame(chunk))
    stir()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    over = true
    stir()
  })
  return {
    ended: () => over,
    async until(types) {
      for (;;) {
        const at = heard.findIndex(({ type }) => types.includes(type))
        if (at !== -1 || over) {
          const taken = at === -1 ? heard : heard.slice(0, at + 1)
          heard = heard.slice(taken.length)
          return taken
        }
        await new Promise<void>((resolve) => {
          stir = () => void resolve()
        })
      }
    },
  }
}

async function authenticate(socket: Socket, reader: Reader, password: string): Promise<readonly Message[]> {
  const scram = beginScram(password)
  const greeting: Message[] = []
  for (;;) {
    const messages = await reader.until('RZ')
    greeting.push(...messages)
    const last = messages.at(-1)
    if (last === undefined || last.type === 'Z' || reader.ended()) return greeting
    const method = last.bytes.readUInt32BE(5)
    if (method === 10) {
      const size = Buffer.alloc(4)
      size.writeUInt32BE(scram.first.length)
      socket.write(toServer('p', Buffer.from('SCRAM-SHA-256\0'), size, Buffer.from(scram.first)))
    } else if (method === 11) socket.write(toServer('p', Buffer.from(scram.final(last.bytes.toString('utf8', 9)))))
  }
}

function pair(bytes: Buffer): [string, string] {
  const [name = '', value = ''] = bytes.toString('utf8', 5).split('\0')
  return [name, value]
}

/** A message of the client's. */
export function toServer(type: string, ...fields: readonly Buffer[]): Buffer {
  const body = Buffer.concat(fields)
  const header = Buffer.alloc(5)
  header.write(type)
  header.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}

export const query = (text: string | Buffer) => toServer('Q', Buffer.from(text), Buffer.alloc(1))
export const parse = (text: string, name = '') => toServer('P', Buffer.from(`${name}\0${text}\0\0\0`))
export const describeStatement = (name = '') => toServer('D', Buffer.from(`S${name}\0`))
export const describePortal = (name = '') => toServer('D', Buffer.from(`P${name}\0`))
export const closeStatement = (name = '') => toServer('C', Buffer.from(`S${name}\0`))
export const execute = (rows = 0, portal = '') => {
  const limit = Buffer.alloc(4)
  limit.writeUInt32BE(rows)
  return toServer('E', Buffer.from(`${portal}\0`), limit)
}
export const sync = () => toServer('S')
export const flush = () => toServer('H')

/** Bind with parameters as text; `binary` asks for binary results. */
export function bind(
  values: readonly (string | null)[] = [],
  { statement = '', portal = '', binary = false }: { statement?: string; portal?: string; binary?: boolean } = {},
): Buffer {
  const short = (value: number) => Buffer.from([value >> 8, value & 255])
  const parameters = values.flatMap((value) => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(value === null ? -1 : Buffer.byteLength(value))
    return value === null ? [size] : [size, Buffer.from(value)]
  })
  const formats = binary ? Buffer.concat([short(1), short(1)]) : short(0)
  return toServer('B', Buffer.from(`${portal}\0${statement}\0`), short(0), short(values.length), ...parameters, formats)
}
