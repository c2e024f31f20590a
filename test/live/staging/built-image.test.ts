import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findEngine } from '../../../harness/staging/containers/engine.ts'
import { buildImage } from '../../../harness/staging/containers/image.ts'
import { hasEngine } from '../engine.ts'

describe('an image that a run builds', () => {
  it('bears our label, and takes the place of the one that was built from the same folder before', async function () {
    if (!hasEngine()) this.skip()
    const context = mkdtempSync(join(tmpdir(), 'fulldress-test-build-'))
    const engine = await findEngine()
    const docker = engine.container.dockerode
    const build = (text: string) => {
      writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY a /a\n')
      writeFileSync(join(context, 'a'), text)
      return buildImage(engine, { context, dockerfile: 'Dockerfile' }, () => undefined)
    }
    const ours = async () => {
      const images = await docker.listImages({ filters: { label: [`fulldress.build=${context}`] } as never })
      return images.flatMap(({ RepoTags }) => RepoTags ?? ['none'])
    }
    try {
      const name = await build('one')
      assert.deepEqual(await ours(), [name])
      assert.equal(await build('two'), name)
      assert.deepEqual(await ours(), [name])
      await docker.getImage(name).remove()
    } finally {
      rmSync(context, { recursive: true })
    }
  })
})
