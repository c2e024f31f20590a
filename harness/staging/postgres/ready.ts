import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../../model/stage.ts'

/**
 * Asks a server for a session, as far as its question for a password: null where it would open one, else why not.
 *
 * That a port accepts connections says nothing: a server that starts up, or a forwarder before it, accepts too.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP
 */
export function askForSession(address: DatabaseAddress, timeoutMs = 1000): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address.host, port: address.port })
    const end = (answer: string | null) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => end(`no answer within ${timeoutMs} ms`))
    socket.once('connect', () => socket.write(startupMessage(address)))
    socket.once('error', (error) => end(error.message))
    socket.once('close', () => end('the connection was closed'))
    socket.once('data', (chunk: Buffer) => {
      if (chunk[0] === 0x52 /* R: authentication */) end(null)
      else end(errorText(chunk))
    })
  })
}

/** Resolves when the server opens sessions; with the last answer where it does not in time, or `alive` says it ended. */
export async function databaseReady(
  address: DatabaseAddress,
  options: { readonly timeoutMs: number; readonly ended: Promise<unknown>; readonly signal: AbortSignal },
): Promise<string | null> {
  const deadline = Date.now() + options.timeoutMs
  let ended = false
  void options.ended.then(() => {
    ended = true
  })
  for (;;) {
    const answer = await askForSession(address)
    options.signal.throwIfAborted()
    if (answer === null) return null
    if (ended) return 'it ended'
    if (Date.now() > deadline) return answer
    await sleep(25)
  }
}

function startupMessage({ user, database }: DatabaseAddress): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0application_name\0fulldress\0\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + parameters.length, 0)
  head.writeInt32BE(196608, 4)
  return Buffer.concat([head, parameters])
}

/** An ErrorResponse's message: fields of one letter and a string, `M` being the human one. */
function errorText(chunk: Buffer): string {
  const fields = chunk.subarray(5).toString('utf8').split('\0')
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'an answer that is not PostgreSQL’s'
}
