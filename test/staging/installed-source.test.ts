import { equal } from 'node:assert/strict'
import { prepareSource } from '../../harness/staging/source.ts'
import { specFolder } from '../spec/folder.ts'

const lock = (version: string) =>
  JSON.stringify({
    packages: {
      '': { name: 'shop' },
      'node_modules/pg': { version, integrity: `sha512-${version}` },
      'node_modules/tool': { version: '1.0.0', dev: true },
    },
  })

describe('a service’s source', () => {
  it('is run where it is when its packages are installed there, those for development aside', async () => {
    using root = specFolder('', {
      'package-lock.json': lock('8.0.0'),
      'node_modules/.package-lock.json': lock('8.0.0').replace(/,"node_modules\/tool":\{[^}]*\}/, ''),
    })
    equal(await prepareSource(root.folder, () => undefined), root.folder)
  })
})
