import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { Tunnel } from '../../harness/staging/front/tunnel.ts'
import { Passages } from '../../harness/staging/tunnel.ts'

const HOST = '127.0.0.1'

describe('the tunnel of the front', () => {
  const servers: Server[] = []
  let passages: Passages

  before(async () => {
    const { entrances, exit } = new Tunnel('token', 2)
    const ports = await Promise.all(entrances.map(listening))
    passages = new Passages({ host: HOST, port: await listening(exit), token: 'token' }, ports)
  })

  after(() => {
    for (const server of servers) server.close()
  })

  async function listening(server: Server): Promise<number> {
    servers.push(server)
    server.listen({ host: HOST, port: 0 })
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  /** Somebody who says his name to whoever says anything. */
  async function host(name: string) {
    const port = await listening(createServer((socket) => socket.once('data', () => socket.end(name))))
    return { host: HOST, port }
  }

  async function whoAnswers(port: number): Promise<string> {
    const socket = connect({ host: HOST, port })
    socket.write('hello')
    const [said] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return said.toString()
  }

  it('leads commands at once each to the address that is its own', async () => {
    using one = await passages.open(await host('one'))
    using other = await passages.open(await host('other'))
    const turns = Array.from({ length: 20 }, (_, turn) => (turn % 2 === 0 ? one : other).entrance)
    assert.deepEqual(
      await Promise.all(turns.map(whoAnswers)),
      turns.map((_, turn) => (turn % 2 === 0 ? 'one' : 'other')),
    )
  })

  it('keeps a command waiting while all entrances are taken, and leads it where it wants then', async () => {
    const first = await passages.open(await host('first'))
    using _second = await passages.open(await host('second'))
    const third = passages.open(await host('third'))
    first[Symbol.dispose]()
    using opened = await third
    assert.equal(await whoAnswers(opened.entrance), 'third')
  })
})
