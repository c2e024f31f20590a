import { deepEqual, rejects } from 'node:assert/strict'
import { chooseRuntime } from '../../harness/commands/rehearse/runtime.ts'
import { withoutProcessForm } from '../../harness/staging/process-form.ts'
import { composed } from '../spec/compose/folder.ts'

const COMPOSE = `services:
  db: { image: "postgres:17", volumes: ["./init:/docker-entrypoint-initdb.d"] }
  cache: { image: "redis:7" }
  api: { image: api, expose: [80] }
`

const FILES = { 'init/1.sql': '' }

describe('the stage of a compose file as processes', () => {
  it('lacks whatever only an image describes', async () => {
    using folder = composed(COMPOSE, { stage: '  services: { api: {} }', files: FILES })
    const { stage } = await folder.read()
    deepEqual(withoutProcessForm(stage), [
      'cache has no form but its image',
      'api default has no command',
      'the scripts in /docker-entrypoint-initdb.d are run by the database’s image',
    ])
    await rejects(chooseRuntime('processes', stage), {
      code: 'usage',
      message:
        'expected a stage that can run as processes, found a compose file of which cache has no form but its image, api default has no command, the scripts in /docker-entrypoint-initdb.d are run by the database’s image',
    })
  })

  it('is whole where every service has a command and nobody else is there', async () => {
    using folder = composed('services: { db: { image: "postgres:17" }, api: { image: api, expose: [80] } }', {
      stage: '  services: { api: { command: node server.ts } }',
    })
    deepEqual(withoutProcessForm((await folder.read()).stage), [])
  })
})
