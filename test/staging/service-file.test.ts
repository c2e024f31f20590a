import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServiceFile, servicesOf, withServices } from '../../harness/staging/service-file.ts'

const ADDRESS = { host: '127.0.0.1', port: 5499, user: 'app', password: "it's", database: 'shop' }
const SHOP = "[shop]\nhost=127.0.0.1\nport=5499\nuser=app\npassword=it's\ndbname=shop\n"

describe('services of libpq', () => {
  it('are those that the environment or a connection string asks for', () => {
    assert.deepEqual(servicesOf('psql "service=shop options=-c" && psql postgresql:///?service=other', {}), [
      'shop',
      'other',
    ])
    assert.deepEqual(servicesOf('migrate up', { PGSERVICE: 'shop' }), ['shop'])
    assert.deepEqual(servicesOf('migrate up', {}), [])
  })

  it('lead to the copy while the command runs, and the operator’s own are out of reach', () => {
    const folder = mkdtempSync(join(tmpdir(), 'test-services-'))
    const file = join(folder, 'logs', 'upgrade-1.log.services')
    try {
      {
        using services = openServiceFile(file, ADDRESS, ['shop'])
        assert.deepEqual(services.environment, { PGSERVICEFILE: file, PGSYSCONFDIR: join(folder, 'logs') })
        assert.equal(readFileSync(file, 'utf8'), SHOP)
      }
      assert.equal(existsSync(file), false)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('are the same inside a container, through the shell', () => {
    assert.equal(withServices('migrate up', ADDRESS, []), 'migrate up')
    const command = withServices('cat "$PGSERVICEFILE"; rm "$PGSERVICEFILE"', ADDRESS, ['shop'])
    assert.equal(execFileSync('sh', ['-c', command], { encoding: 'utf8' }), SHOP)
  })
})
