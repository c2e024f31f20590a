import { deepEqual, equal, rejects } from 'node:assert/strict'
import { planCommand } from '../../harness/commands/plan.ts'
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

  it('complains of a bad spec as a rehearsal does', async () => {
    using spec = specFolder(`${MINIMAL}limit: {}\n`)
    await rejects(planCommand(spec.file), { code: 'spec-invalid' })
  })
})
