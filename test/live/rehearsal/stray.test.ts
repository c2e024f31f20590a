import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { hasEngine } from '../engine.ts'
import { tinyWithoutMigrations } from './tiny.ts'

describe('a request that goes anywhere but to a front', function () {
  this.timeout(180_000)

  for (const runtime of ['processes', 'containers'] as const) {
    for (const [exec, named] of [
      ['publicName', 'http://example.com/outside'],
      ['publicAddress', 'http://192.0.2.1/outside'],
      ['foreignPort', '127.0.0.1:'],
    ] as const) {
      it(`ends the run and is named: ${exec} in ${runtime}`, async function () {
        if (runtime === 'containers' && !hasEngine()) this.skip()
        using rehearsal = tinyWithoutMigrations()
        let bytes = 0
        const foreign = createServer((socket) => {
          bytes += 1
          socket.on('data', (chunk) => {
            bytes += chunk.length
          })
        }).listen(0, '127.0.0.1')
        await once(foreign, 'listening')
        const { port } = foreign.address() as AddressInfo
        rehearsal.edit('items: { script: traffic.js,', `items: { script: traffic.js, exec: ${exec},`)
        rehearsal.edit('BASE_URL: ', `FOREIGN_PORT: "${port}", BASE_URL: `)
        const { exitCode, stdout, stderr } = await rehearsal.rehearse(runtime)
        foreign.close()
        assert.equal(exitCode, 2, stdout + stderr)
        assert.ok(stderr.includes(named), stderr)
        assert.equal(bytes, 0)
      })
    }
  }
})
