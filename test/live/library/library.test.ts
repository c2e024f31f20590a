import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Client } from 'pg'
import { RehearsalError, rehearse, startStaging } from '../../../harness/index.ts'
import { tiny } from '../rehearsal/tiny.ts'

describe('the library', function () {
  this.timeout(120_000)

  it('starts a seeded staging copy in the version that is asked for, and removes it', async () => {
    using copy = tiny()
    const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')
    let logs = ''
    let url = ''
    {
      await using staging = await startStaging(copy.spec, { runtime: 'processes', version: '2' })
      ;({ logs } = staging)
      url = staging.services.web ?? ''
      assert.equal(await count(staging.databaseUrl, 'SELECT count(*)::int AS count FROM items'), 1000)
      assert.deepEqual(await (await fetch(`${url}/items`)).json(), { path: '/items', version: '2' })
      await staging.swap('web', '1')
      assert.deepEqual(await (await fetch(`${url}/items`)).json(), { path: '/items', version: '1' })
      assert.equal(process.listenerCount('SIGINT') + process.listenerCount('SIGTERM'), before)
    }
    assert.equal(existsSync(dirname(logs)), false)
    await assert.rejects(fetch(url))
  })

  it('leaves the database empty and services alone where it is told not to seed', async () => {
    using copy = tiny()
    await using staging = await startStaging(copy.spec, { runtime: 'processes', seed: false })
    const tables = "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public'"
    assert.equal(await count(staging.databaseUrl, tables), 0)
    await staging.startServices()
    assert.equal((await fetch(`${staging.services.web}/items`)).status, 200)
  })

  it('rejects with what the operator must mend, and prints nothing', async () => {
    using copy = tiny()
    copy.edit('files: base', 'commands: [ "exit 7" ]')
    const written = spyOnOutput()
    const heard: string[] = []
    try {
      const ended = rehearse(copy.spec, {
        runtime: 'processes',
        out: copy.out,
        onEntry: ({ kind }) => heard.push(kind),
      })
      await assert.rejects(ended, (error: unknown) => {
        assert.ok(error instanceof RehearsalError)
        assert.equal(error.code, 'seed-failed')
        assert.match(error.message, /`exit 7` exited with 7.*the run is kept in /s)
        return true
      })
    } finally {
      written.restore()
    }
    assert.deepEqual(written.texts(), [])
    assert.deepEqual(
      heard,
      copy.journal().map(({ kind }) => kind),
    )
    assert.equal(process.exitCode, undefined)
  })

  it('rejects with the signal’s own reason, once everything is cleaned up', async () => {
    using copy = tiny()
    const stop = new AbortController()
    const reason = new Error('enough')
    const onEntry = ({ kind }: { readonly kind: string }) => {
      if (kind === 'seed.done') stop.abort(reason)
    }
    const ended = rehearse(copy.spec, { runtime: 'processes', out: copy.out, signal: stop.signal, onEntry })
    await assert.rejects(ended, (error: unknown) => error === reason)
    const [started] = copy.journal()
    assert.equal(started?.kind, 'rehearsal.started')
    assert.equal(
      copy.journal().some(({ kind }) => kind === 'rehearsal.ended'),
      false,
    )
  })

  it('asks for a duration in words that the spec knows', async () => {
    await assert.rejects(rehearse('rehearsal.yaml', { actTime: '20' }), {
      name: 'RehearsalError',
      message: 'expected actTime to be a duration such as 20s or 2m, found "20"',
    })
  })
})

async function count(url: string, query: string): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ readonly count: number }>(query)
    return rows[0]?.count ?? -1
  } finally {
    await client.end()
  }
}

/** Hears what anybody writes to this process's own streams, and lets nothing through. */
function spyOnOutput(): { readonly texts: () => readonly string[]; readonly restore: () => void } {
  const streams = [process.stdout, process.stderr]
  const heard: string[] = []
  const originals = streams.map((stream) => stream.write)
  for (const stream of streams) {
    stream.write = ((text: string | Uint8Array) => {
      heard.push(String(text))
      return true
    }) as typeof stream.write
  }
  return {
    texts: () => heard,
    restore() {
      for (const [index, stream] of streams.entries()) Object.assign(stream, { write: originals[index] })
    },
  }
}
