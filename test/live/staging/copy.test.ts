import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { askForSession } from '../../../harness/staging/postgres/ready.ts'
import { hasEngine } from '../engine.ts'
import { smallStage } from './description.ts'
import { command, type Staged, staged } from './stage.ts'

const signal = new AbortController().signal

for (const runtime of ['processes', 'containers'] as const) {
  describe(`a staging copy of ${runtime}`, function () {
    this.timeout(60_000)
    let stage: Staged
    let front = ''
    const get = async (path: string) => (await fetch(`${front}${path}`, { headers: { connection: 'close' } })).text()

    before(async function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
      stage = await staged(runtime, smallStage())
      front = stage.copy.fronts.echo ?? ''
      await stage.copy.startServices()
    })
    after(() => stage?.[Symbol.asyncDispose]())

    it('opens sessions of its database to the harness', async () => {
      assert.equal(await askForSession(stage.copy.database), null)
    })

    it('spreads connections over the replicas', async () => {
      const answers = new Set<string>()
      for (let index = 0; index < 6; index++) answers.add(await get('/'))
      assert.equal(answers.size, 2)
    })

    it('gives services their own environment, not the operator’s', async () => {
      const env = JSON.parse(await get('/env')) as Record<string, string>
      assert.equal(env.VERSION, '1')
      assert.equal(env.PGAPPNAME, 'echo')
      assert.match(env.DATABASE_URL ?? '', /^postgres:\/\/owner:it's%3Asecret@[^/]+\/shop$/)
      assert.match(env.SHOP ?? '', /^http:\/\//)
      assert.equal(env.SSH_AUTH_SOCK ?? env.npm_execpath, undefined)
    })

    it('records database, service and whether anything gets out', () => {
      const kinds = stage.facts.map(({ kind }) => kind)
      assert.deepEqual(kinds, ['stage.egress', 'stage.database', 'stage.service'])
    })

    it('tells stand-ins of a new phase, and their calls are recorded', async () => {
      await stage.copy.startPhase('soak')
      const { SHOP = '' } = JSON.parse(await get('/env')) as Record<string, string>
      const text = `node -e "fetch('${SHOP}/price').then(r => r.text()).then(console.log)"`
      const result = await stage.copy.run(command(text, { in: { service: 'echo', version: '1' } }), {
        name: 'call',
        signal,
      })
      assert.deepEqual([result.exitCode, result.tail], [0, '7'])
      const calls = await readFile(join(stage.folder, 'partners', 'shop.jsonl'), 'utf8')
      assert.match(calls, /"phase":"soak"/)
    })

    it('runs a command with the database’s address, of a clone where asked', async () => {
      const echo = command(`echo "$PGDATABASE $PGUSER $PGAPPNAME \${database.name} $DATABASE_URL"`)
      const result = await stage.copy.run(echo, { name: 'echo it', database: 'clone', signal })
      const { host, port } = stage.copy.database
      assert.equal(result.tail, `clone owner fulldress-step clone postgres://owner:it's%3Asecret@${host}:${port}/clone`)
      assert.equal(result.logFile, join('logs', 'echo-it.log'))
    })

    for (const [where, version] of [
      ['the host', null],
      ['a service’s version', { service: 'echo', version: '1' }],
    ] as const) {
      it(`points a command of ${where} at a server of the harness in the database’s place`, async () => {
        await using detour = await greeter()
        const program = [
          "const clients = [1, 2, 3, 4, 5, 6].map((n) => new Promise((said) => require('net')",
          '.connect(process.env.PGPORT, process.env.PGHOST, function () { this.write(String(n)) })',
          ".on('data', (greeting) => said(String(greeting)))))",
          'Promise.all(clients).then((all) => { console.log(all.join()); process.exit(0) })',
        ].join('\n')
        const options = { name: `detour of ${where}`, at: detour.address, signal }
        const result = await stage.copy.run(command(`node -e "${program}"`, { in: version }), options)
        // Whoever came through before has left nothing behind that the next could run into.
        const again = await stage.copy.run(command(`node -e "${program}"`, { in: version }), {
          ...options,
          name: `detour of ${where} again`,
        })
        assert.equal(again.tail, result.tail)
        assert.equal(result.tail, 'hello 1,hello 2,hello 3,hello 4,hello 5,hello 6')
      })
    }

    it('ends a command with all its children when its time is up', async () => {
      const began = Date.now()
      const hangs = command('echo begun; sleep 61.5 & sleep 61.5', {
        timeoutMs: 1000,
        in: { service: 'echo', version: '1' },
      })
      const result = await stage.copy.run(hangs, { name: 'hangs', signal })
      assert.deepEqual([result.timedOut, result.exitCode, result.tail], [true, null, 'begun'])
      assert.ok(Date.now() - began < 8000)
    })

    it('replaces replicas one by one without losing a request', async () => {
      const codes: (number | string)[] = []
      let going = true
      const ask = async () => {
        while (going) codes.push(await fetch(`${front}/slow`).then((answer) => answer.status, String))
      }
      const clients = [ask(), ask(), ask()]
      await stage.copy.swap({ service: 'echo', version: '2', strategy: 'rolling', replicas: 2, drainMs: 5000 })
      going = false
      await Promise.all(clients)
      assert.deepEqual(new Set(codes), new Set([200]))
      assert.match(await get('/'), /^2 /)
    })

    it('keeps the old replicas where a rolling swap meets a version that does not start', async () => {
      const swap = { service: 'echo', version: 'broken', strategy: 'rolling', replicas: 2, drainMs: 1000 } as const
      await assert.rejects(stage.copy.swap(swap), (error: Error) => {
        assert.match(
          error.message,
          /^expected echo broken, replica \d: 2xx or 3xx from GET \/healthz within 10 s, found: it ended with exit code 7; its last log lines:\nthe configuration key colour is gone$/,
        )
        return true
      })
      assert.match(await get('/'), /^2 /)
    })

    it('is down while a service is recreated, and up afterwards', async () => {
      const swap = stage.copy.swap({ service: 'echo', version: '1', strategy: 'recreate', replicas: 2, drainMs: 1000 })
      let refused = 0
      const deadline = Date.now() + 10_000
      let answer = ''
      while (!answer.startsWith('1 ') && Date.now() < deadline) {
        answer = await get('/').catch(() => {
          refused++
          return ''
        })
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      await swap
      assert.ok(refused > 0, 'no connection was reset')
      assert.match(answer, /^1 /)
    })

    it('tells when a service dies that nobody is swapping', async () => {
      await get('/die').catch(() => undefined)
      await assert.rejects(
        stage.copy.death,
        /^RehearsalError: expected echo 1, replica \d to run until the end of the rehearsal, found: exit code 9/,
      )
    })
  })
}

/** Greets each client by what it says first. */
async function greeter(): Promise<{ readonly address: DatabaseAddress } & AsyncDisposable> {
  const server = createServer((client) => {
    client.on('error', () => undefined).on('data', (said) => client.write(`hello ${said}`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: { host: '127.0.0.1', port, user: '', password: '', database: '' },
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}
