import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type Backend, Forwarder } from '../../harness/staging/front/forward.ts'

async function listen(server: Server): Promise<Backend> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

describe('a forwarder', () => {
  const open: Server[] = []
  const serve = async (answer: string) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', () => socket.write(answer))
    })
    open.push(server)
    return await listen(server)
  }
  const forwarder = async (...backends: Backend[]) => {
    const made = new Forwarder()
    made.setBackends(backends)
    open.push(made.server)
    return { made, at: await listen(made.server) }
  }
  const ask = async (at: Backend): Promise<{ socket: Socket; answer: string }> => {
    const socket = connect(at)
    socket.write('?')
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    return { socket, answer: chunk.toString() }
  }

  afterEach(() => {
    for (const server of open.splice(0)) server.close()
  })

  it('gives connections to its backends in turn', async () => {
    const { at } = await forwarder(await serve('a'), await serve('b'))
    const answers: string[] = []
    for (let index = 0; index < 4; index++) {
      const { socket, answer } = await ask(at)
      answers.push(answer)
      socket.destroy()
    }
    assert.deepEqual(answers, ['a', 'b', 'a', 'b'])
  })

  it('accepts and resets a connection where there is no backend', async () => {
    const { at } = await forwarder()
    const socket = connect(at)
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    assert.equal(error.code, 'ECONNRESET')
  })

  it('tries the next backend where one refuses', async () => {
    const { at } = await forwarder({ host: '127.0.0.1', port: 1 }, await serve('b'))
    const { socket, answer } = await ask(at)
    assert.equal(answer, 'b')
    socket.destroy()
  })

  it('resets the connection where every backend refuses', async () => {
    const { at } = await forwarder({ host: '127.0.0.1', port: 1 }, { host: '127.0.0.1', port: 2 })
    const socket = connect(at)
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    assert.equal(error.code, 'ECONNRESET')
  })

  it('drains a connection between two requests, and one that waits for its answer only after it', async () => {
    const slow = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', () => setTimeout(() => socket.write('late'), 500))
    })
    open.push(slow)
    const backend = await listen(slow)
    const { made, at } = await forwarder(backend)
    const pending = ask(at)
    const idle = connect(at)
    await once(idle, 'connect')
    await new Promise((resolve) => setTimeout(resolve, 100))
    made.setBackends([])
    const began = Date.now()
    assert.equal(await made.drain(backend, 3000), 0)
    assert.equal((await pending).answer, 'late')
    const lasted = Date.now() - began
    assert.ok(lasted >= 400 && lasted < 2500, `${lasted} ms`)
  })

  it('gives up draining when its time is over', async () => {
    const silent = createServer((socket) => void socket.resume().on('error', () => undefined))
    open.push(silent)
    const backend = await listen(silent)
    const { made, at } = await forwarder(backend)
    const socket = connect(at)
    socket.write('?')
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(await made.drain(backend, 300), 1)
    socket.destroy()
  })
})
