import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { hasEngine } from '../engine.ts'
import { smallStage } from './description.ts'
import { type Staged, staged } from './stage.ts'

describe('a service in a container', function () {
  this.timeout(60_000)
  let stage: Staged
  const reach = async (host: string, port: number) => {
    const began = Date.now()
    const answer = await fetch(`${stage.copy.fronts.echo}/reach/${host}/${port}`)
    return { found: await answer.text(), lasted: Date.now() - began }
  }

  before(async function () {
    if (!hasEngine()) this.skip()
    stage = await staged('containers', smallStage())
    await stage.copy.startServices()
  })
  after(() => stage?.[Symbol.asyncDispose]())

  it('cannot connect to a public address, and is told so at once', async () => {
    const { found, lasted } = await reach('192.0.2.1', 80)
    assert.equal(found, 'EHOSTUNREACH')
    assert.ok(lasted < 900, `${lasted} ms`)
  })

  it('cannot look up a public name', async () => {
    const { found } = await reach('example.com', 80)
    assert.match(found, /^(EAI_AGAIN|ENOTFOUND|no answer)$/)
  })

  it('cannot connect to this machine on any of its addresses', async () => {
    let connections = 0
    const server = createServer((socket) => {
      connections++
      socket.destroy()
    }).listen(0, '0.0.0.0')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    for (const { address, family } of addresses) if (family === 'IPv4') await reach(address, port)
    server.close()
    assert.equal(connections, 0)
  })

  it('is found isolated by the canary', () => {
    const [fact] = stage.facts
    assert.equal(fact?.kind === 'stage.egress' && fact.isolated, true, JSON.stringify(fact))
    assert.equal(fact?.kind === 'stage.egress' && fact.how, 'an internal network without a gateway')
  })

  it('is published on the run’s own loopback address alone', async () => {
    const { port } = new URL(stage.copy.fronts.echo ?? '')
    const socket = connect({ host: '127.0.0.1', port: Number(port) })
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    assert.equal(error.code, 'ECONNREFUSED')
  })
})
