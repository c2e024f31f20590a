import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { barFolder, codeBlocks, expectWell, packInto, say } from './packed.ts'

/**
 * The example of docs/library.md, word for word, in a project of its own: installed from the packed tarball, checked by
 * tsc with its types (`nodenext`, no library left out), and run by mocha on Node 24.
 */
const TOOLS = [
  'mocha@12.0.3',
  'pg@8.23.1',
  'typescript@7.0.2',
  '@types/mocha@10.0.10',
  '@types/node@24.19.2',
  '@types/pg@8.23.1',
]

const COMPILER = {
  target: 'esnext',
  module: 'nodenext',
  lib: ['esnext', 'esnext.disposable'],
  types: ['node', 'mocha'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: false,
}

using bar = barFolder('library')
const { folder } = bar
const project = join(folder, 'project')
cpSync(resolve(import.meta.dirname, '../../test/fixtures/tiny'), project, { recursive: true })
// A service in a folder of its own, as in most projects: the packages of the tests are not its packages.
mkdirSync(join(project, 'web'))
renameSync(join(project, 'server.mjs'), join(project, 'web', 'server.mjs'))
const spec = readFileSync(join(project, 'rehearsal.yaml'), 'utf8')
writeFileSync(join(project, 'rehearsal.yaml'), spec.replace('source: .', 'source: web'))
const [example = ''] = codeBlocks(readFileSync(resolve(import.meta.dirname, '../../docs/library.md'), 'utf8'), 'ts')
writeFileSync(join(project, 'rehearsal.test.ts'), example)
writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER, include: ['*.ts'] }))

const tarball = packInto(folder)
const install = say('npm', ['install', '--no-audit', '--no-fund', '--silent', tarball, ...TOOLS], { cwd: project })
expectWell(install)
console.log(`installed in ${install.seconds.toFixed(0)} s`)
const bin = (name: string) => join(project, 'node_modules', '.bin', name)
const types = say(bin('tsc'), ['-p', 'tsconfig.json'], { cwd: project })
console.log(`${types.code === 0 ? 'holds ' : 'MISSED'} tsc, in ${types.seconds.toFixed(1)} s\n${types.output}`)
const mocha = say(bin('mocha'), ['rehearsal.test.ts'], { cwd: project, seconds: 900 })
console.log(`${mocha.code === 0 ? 'holds ' : 'MISSED'} mocha, in ${mocha.seconds.toFixed(0)} s\n${mocha.output}`)
process.exitCode = types.code === 0 && mocha.code === 0 ? 0 : 1
