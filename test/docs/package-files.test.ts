import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import packageJson from '../../package.json' with { type: 'json' }

describe('the package', function () {
  this.timeout(60_000)
  let files: readonly string[] = []

  before(() => {
    // Its code is built before it is packed; test/live/package.test.ts looks at that.
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' })
    const [packed] = JSON.parse(said) as readonly { readonly files: readonly { readonly path: string }[] }[]
    files = packed?.files.map(({ path }) => path) ?? []
  })

  it('holds every page of the documentation, with its pictures', () => {
    const missing = globSync('docs/**/*.*').filter((file) => !files.includes(file))
    assert.deepEqual(missing, [])
  })

  it('holds the schemas that editors and readers of verdict.json are told to use', () => {
    assert.deepEqual(
      globSync('*.schema.json').filter((file) => !files.includes(file)),
      [],
    )
  })

  it('holds its templates, its papers and the pieces for k6 scripts', () => {
    const wanted = [
      'templates/gitlab-ci.yml',
      'LICENSE',
      'CHANGELOG.md',
      'README.md',
      'scenarios/replay.ts',
      'scenarios/lib/ledger.ts',
    ]
    assert.deepEqual(
      wanted.filter((file) => !files.includes(file)),
      [],
    )
  })

  it('holds no test, no measurement, no source of the harness and nobody’s run', () => {
    const foreign = /^(test|bench|harness|scripts|docker|examples|migrations|\.fulldress|\.ci)\//
    assert.deepEqual(
      files.filter((file) => foreign.test(file)),
      [],
    )
  })

  it('leads an import to the public face, with its types', () => {
    assert.deepEqual(packageJson.exports['.'], { types: './dist/index.d.ts', default: './dist/index.js' })
  })
})
