import { deepEqual } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readerFiles } from '../../../harness/commands/init/placeholders/reader.ts'

type Lock = {
  readonly packages: Readonly<Record<string, { version?: string; integrity?: string; dependencies?: object }>>
}

describe('the stand-in service', () => {
  it('has the packages that this house has, so that nothing but these is ever installed', () => {
    const ours = (JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock).packages
    const own = JSON.parse(readerFiles()['rehearsal.reader/package-lock.json'] ?? '') as Lock
    for (const [path, { version, integrity, dependencies }] of Object.entries(own.packages)) {
      if (path === '') continue
      const { version: v, integrity: i, dependencies: d } = ours[path] ?? {}
      deepEqual({ path, version, integrity, dependencies }, { path, version: v, integrity: i, dependencies: d })
    }
  })

  it('asks in its manifest for what its lock holds', () => {
    const files = readerFiles()
    const [manifest, lock] = ['package.json', 'package-lock.json'].map((file) =>
      JSON.parse(files[`rehearsal.reader/${file}`] ?? ''),
    )
    deepEqual(manifest.dependencies, lock.packages[''].dependencies)
  })
})
