import assert from 'node:assert/strict'
import { frontIpOf } from '../../harness/staging/address.ts'
import { databaseUrl, fill } from '../../harness/staging/placeholders.ts'

describe('placeholders', () => {
  it('are filled where we know them, and left to the shell where we do not', () => {
    const text = `\${database.host}:\${port} \${HOME} $PORT`
    assert.equal(fill(text, { 'database.host': 'database', port: '8080' }), `database:8080 \${HOME} $PORT`)
  })

  it('write a database’s URL so that any password survives it', () => {
    const address = { host: 'h', port: 5, user: 'a b', password: 'p@s:s/w#', database: 'd?' }
    const url = databaseUrl(address)
    assert.equal(url, 'postgres://a%20b:p%40s%3As%2Fw%23@h:5/d%3F')
    assert.equal(decodeURIComponent(new URL(url).password), 'p@s:s/w#')
  })
})

describe('the loopback address of a run', () => {
  it('is the same for the same run, and never one that systems use themselves', () => {
    assert.equal(frontIpOf('k3f9a2', 'linux'), frontIpOf('k3f9a2', 'linux'))
    for (let index = 0; index < 500; index++) {
      const [a, b, c, d] = frontIpOf(`run${index}`, 'linux').split('.').map(Number)
      assert.ok(a === 127 && b !== undefined && b >= 64 && b < 128 && c !== undefined && c <= 255)
      assert.ok(d !== undefined && d >= 1 && d <= 254)
    }
  })

  it('is 127.0.0.1 where the system answers on no other', () => {
    assert.equal(frontIpOf('k3f9a2', 'darwin'), '127.0.0.1')
  })
})
