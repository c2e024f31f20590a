import { deepEqual, equal, rejects } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planCommand } from '../../harness/commands/plan.ts'
import { keepNight } from '../../harness/comparison/history.ts'
import { emptyHistory, foreignLines, night } from '../comparison/known-nights.ts'
import { composed } from '../spec/compose/folder.ts'
import { MINIMAL, specFolder } from '../spec/folder.ts'

describe('fulldress plan', () => {
  it('prints the plan of a spec', async () => {
    using spec = specFolder(MINIMAL)
    const printed = await planCommand(spec.file, { actTime: 12_000 })
    deepEqual(printed.split('\n').slice(0, 2), [
      'plan  small   postgres 17   seed 1',
      '  stage       the database alone',
    ])
  })

  it('prints one JSON document, in which no secret is', async () => {
    const stage = `stage: { database: { password: "\${PW}" }, services: { a: { port: 1, image: x, environment: { API_TOKEN: "\${PW}" } } } }`
    using spec = specFolder(`${MINIMAL}${stage}\n`)
    const printed = await planCommand(spec.file, { json: true, actTime: 12_000 }, { PW: 'hush' })
    equal(printed.includes('hush'), false)
    const document = JSON.parse(printed)
    deepEqual([document.fulldress, document.leastMs, document.plan.rehearsal], [1, 42_000, 'small'])
    deepEqual(document.plan.stage.services[0].versions.default.environment, { API_TOKEN: '(hidden)' })
    deepEqual(document.resolutions, [
      { scenario: 'all', ratePerSecond: 1, vus: 20, arrivals: 12, quantile: null, actTimeForP99Ms: 5_000_000 },
    ])
  })

  it('knows rates from the latest night, and says what it passed over in the history', async () => {
    using here = emptyHistory()
    using spec = specFolder(MINIMAL)
    const one = night('2026-11-19T03:00:00.000Z', 30)
    const own = { ...one, environment: { ...one.environment, rehearsal: 'small' } }
    keepNight(here.history, own)
    const foreign = foreignLines(own)
    writeFileSync(join(here.history, 'foreign.jsonl'), foreign.join('\n'))
    const lines = (await planCommand(spec.file, { actTime: 12_000, ...here })).split('\n')
    equal(lines.includes(`warning: ${foreign.length} entries of the history hold no night and are passed over`), true)
    const known = lines.findIndex((line) => line.endsWith('with rates and spreads of the latest run in the history'))
    equal(lines[known + 1]?.startsWith('  POST /orders '), true)
  })

  it('tells who stands beside the services, where the stage is a compose file', async () => {
    const compose = `services:
  db: { image: "postgres:18", volumes: ["./init:/docker-entrypoint-initdb.d:ro"] }
  cache: { image: "redis:7" }
  fill: { build: fill, depends_on: [db] }
  worker: { image: worker, depends_on: { fill: { condition: service_completed_successfully } } }
  api: { image: api, ports: ["80:3000"] }`
    using spec = composed(compose, {
      stage: '  services: { api: {} }',
      files: { 'init/1.sql': '', 'fill/Dockerfile': '' },
    })
    const printed = await planCommand(spec.file, { actTime: 12_000 })
    deepEqual(printed.replaceAll(spec.folder, '').split('\n').slice(0, 6), [
      'plan  composed   postgres 18   seed 1',
      '  stage       service api',
      '              auxiliary cache (redis:7), started before the seed',
      '              auxiliary fill (built in fill), run once after the seed',
      '              auxiliary worker (worker), started after the seed',
      '  seed        init, by its image',
    ])
  })

  it('complains of a bad spec as a rehearsal does', async () => {
    using spec = specFolder(`${MINIMAL}limit: {}\n`)
    await rejects(planCommand(spec.file), { code: 'spec-invalid' })
  })
})
