import assert from 'node:assert/strict'
import { isLoopback } from '../../harness/database/lone-server.ts'
import { parseDatabaseUrl } from '../../harness/database/url.ts'

describe('a database’s URL', () => {
  it('names host, port, user, password and database, escapes undone', () => {
    assert.deepEqual(parseDatabaseUrl('postgresql://sh%40p:p%3Aw@db.example:6432/shop?sslmode=require', {}), {
      address: { host: 'db.example', port: 6432, user: 'sh@p', password: 'p:w', database: 'shop' },
      sslMode: 'require',
    })
  })

  it('leaves to libpq’s variables what it does not say', () => {
    const env = { PGUSER: 'me', PGPASSWORD: 'secret', PGPORT: '6000', PGSSLMODE: 'disable' }
    assert.deepEqual(parseDatabaseUrl('postgres://localhost', env), {
      address: { host: 'localhost', port: 6000, user: 'me', password: 'secret', database: 'me' },
      sslMode: 'disable',
    })
    assert.equal(parseDatabaseUrl('postgresql://[::1]:5432/x', {}).address.host, '::1')
  })

  it('never repeats what may be a password when it complains', () => {
    for (const text of ['mysql://root:hunter2@db/x', 'hunter2', 'postgres://a:%hunter2@db/x'])
      assert.throws(
        () => parseDatabaseUrl(text, {}),
        (error: unknown) => error instanceof Error && !error.message.includes('hunter2'),
      )
  })
})

describe('loopback', () => {
  it('is this machine alone', () => {
    const hosts = [
      'localhost',
      '127.0.0.1',
      '127.9.9.9',
      '::1',
      'db.example',
      '10.0.0.1',
      '127.example.com',
      '0.0.0.0',
      '/run/postgresql',
    ]
    assert.deepEqual(hosts.filter(isLoopback), ['localhost', '127.0.0.1', '127.9.9.9', '::1'])
  })
})
