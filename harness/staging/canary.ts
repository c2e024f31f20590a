import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'

/** A public address that is set aside for documentation: nobody lives there, and no route but a default one leads there. */
export const OUTSIDE = { host: '192.0.2.1', port: 80 } as const

export interface Egress {
  readonly isolated: boolean
  readonly how: string
  readonly canary: string
}

/**
 * Tries to get out of here. Where there is a way, the packets of this one attempt go to an address that nobody owns.
 *
 * Only a refusal by our own kernel, at once, proves that there is no way; a time-out may be the network's silence.
 */
export async function tryToLeave(): Promise<Egress> {
  const outside = Object.entries(networkInterfaces()).filter(([, addresses]) =>
    addresses?.some(({ internal }) => !internal),
  )
  const names = outside.map(([name]) => name)
  const began = performance.now()
  const found = await attempt()
  const lasted = Math.round(performance.now() - began)
  const isolated = names.length === 0 && /ENETUNREACH|EHOSTUNREACH|ENETDOWN/.test(found)
  const interfaces = names.length === 0 ? 'loopback only' : `also ${names.join(', ')}`
  const how = isolated
    ? 'a network namespace with nothing but loopback'
    : 'egress not isolated: this machine’s own network'
  return {
    isolated,
    how,
    canary: `connect ${OUTSIDE.host}:${OUTSIDE.port}: ${found} after ${lasted} ms; interfaces: ${interfaces}`,
  }
}

function attempt(timeoutMs = 500): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(OUTSIDE)
    const end = (found: string) => {
      socket.destroy()
      resolve(found)
    }
    socket.setTimeout(timeoutMs, () => end('no answer'))
    socket.once('connect', () => end('connected'))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })
}
