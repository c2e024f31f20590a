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
 * Only a refusal by our own kernel proves that there is no way; silence may be that of a network outside.
 */
export async function tryToLeave(from: 'processes' | 'containers'): Promise<Egress> {
  const outside = Object.entries(networkInterfaces()).filter(([, addresses]) =>
    addresses?.some(({ internal }) => !internal),
  )
  const names = outside.map(([name]) => name)
  const began = performance.now()
  // A container's kernel may look for a gateway that is not there for 3 s before it gives up.
  const found = await attempt(from === 'containers' ? 5000 : 500)
  const lasted = Math.round(performance.now() - began)
  const refused = /ENETUNREACH|EHOSTUNREACH|ENETDOWN/.test(found)
  // A container has an interface on its internal network, which leads nowhere else.
  const isolated = refused && (from === 'containers' || names.length === 0)
  const interfaces = names.length === 0 ? 'loopback only' : names.join(', ')
  const canary = `connect ${OUTSIDE.host}:${OUTSIDE.port}: ${found} after ${lasted} ms; interfaces: ${interfaces}`
  return { isolated, how: HOW[from][isolated ? 'isolated' : 'open'], canary }
}

const HOW = {
  processes: {
    isolated: 'a network namespace with nothing but loopback',
    open: 'egress not isolated: processes share this machine’s own network',
  },
  containers: {
    isolated: 'an internal network without a gateway',
    open: 'egress not isolated: the engine’s internal network has a way out',
  },
} as const

function attempt(timeoutMs: number): Promise<string> {
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
