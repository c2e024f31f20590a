import assert from 'node:assert/strict'
import { inVersion, knownVersion } from '../../../harness/commands/library/versions.ts'
import type { ServiceDescription, StageDescription } from '../../../harness/model/stage.ts'

const service = (name: string, versions: readonly string[]): ServiceDescription => ({
  name,
  port: 8080,
  health: { path: null, timeoutMs: 1000 },
  replicas: 1,
  initial: versions[0] ?? '',
  versions: Object.fromEntries(
    versions.map((version) => [
      version,
      { version, source: null, command: 'true', image: null, build: null, environment: {} },
    ]),
  ),
  dependsOn: [],
})

const stage: StageDescription = {
  database: { version: 17, image: 'postgres:17', name: 'app', user: 'app', password: 'x', settings: {} },
  services: [service('web', ['1', '2']), service('mail', ['7'])],
  partners: [],
}

const initials = (described: StageDescription) => described.services.map(({ name, initial }) => `${name} ${initial}`)

describe('the version of a staging copy', () => {
  it('is the spec’s own unless one is named', () => {
    assert.equal(inVersion(stage, undefined), stage)
  })

  it('is that of each service which has it, where one text names it', () => {
    assert.deepEqual(initials(inVersion(stage, '2')), ['web 2', 'mail 7'])
  })

  it('may be named service by service', () => {
    assert.deepEqual(initials(inVersion(stage, { web: '2', mail: '7' })), ['web 2', 'mail 7'])
  })

  it('is refused where no service has it, with those there are', () => {
    assert.throws(() => inVersion(stage, '3'), {
      name: 'RehearsalError',
      message: 'expected a version that a service of the spec has, found 3',
      hint: 'the spec has 1, 2, 7',
    })
  })

  it('is refused for a service that lacks it, or that is not there', () => {
    const hint = 'the spec has web 1, 2; mail 7'
    assert.throws(() => knownVersion(stage, 'mail', '2'), {
      message: 'expected a service and version of the spec, found mail 2',
      hint,
    })
    assert.throws(() => inVersion(stage, { shop: '1' }), {
      message: 'expected a service and version of the spec, found shop 1',
      hint,
    })
  })
})
