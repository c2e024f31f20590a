import assert from 'node:assert/strict'
import { images, imagesSymptom } from '../../../harness/commands/doctor/images.ts'
import { imagesOf } from '../../../harness/staging/containers/image.ts'

const version = { version: '1', source: null, command: null, build: null, environment: {} }
const api = {
  ...{ name: 'api', port: 80, health: { path: null, timeoutMs: 1 }, replicas: 1, initial: '1', dependsOn: [] },
  versions: { 1: { ...version, image: 'shop-api:1' }, 2: { ...version, image: 'shop-api:2' } },
}
const container = { aliases: [], needs: [], healthcheck: null, mounts: [] }
const migrate = { name: 'migrate', once: true, late: false, image: 'dbmate:2', build: null, environment: {}, container }
const database = { version: 17, image: 'postgres:17', name: 'a', user: 'a', password: 'a', settings: {} } as const
const stage = { database, services: [api], partners: [], auxiliaries: [migrate] } as unknown as Parameters<
  typeof imagesOf
>[0]

describe('doctor on the images of a spec', () => {
  it('looks for all that are named, and for the one of our own programs', () => {
    assert.deepEqual(imagesOf(stage), ['node:24-bookworm-slim', 'postgres:17', 'shop-api:1', 'shop-api:2', 'dbmate:2'])
  })

  it('finds nothing to say where all are here', () => {
    assert.deepEqual(imagesSymptom(stage, ['a', 'b'], []), {
      about: 'images',
      state: 'ok',
      says: 'all 2 of the spec are here',
    })
  })

  it('names what is not here and whose it is, and how to do without what nobody swaps', () => {
    assert.deepEqual(imagesSymptom(stage, imagesOf(stage), ['shop-api:2', 'dbmate:2']), {
      about: 'images',
      state: 'weaker',
      says: 'not on this machine, so that a rehearsal has to pull: shop-api:2 of api; dbmate:2 of migrate',
      remedy: 'docker pull shop-api:2 && docker pull dbmate:2; without need of it, stage.compose.without: [migrate]',
    })
  })

  it('has nothing to say where there is no spec yet', async () => {
    assert.deepEqual(await images('no-such-rehearsal.yaml', {}), [])
  })
})
