import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { barFolder, expectWell, packInto, say } from './packed.ts'

/**
 * docker/fulldress: built from the packed checkout, then a rehearsal in it, as `node` and without any network.
 *
 * `--k6 FILE` puts a k6 into the image instead of having it fetched, `--certificate FILE` is one that the network in
 * between needs, `--keep` leaves the image `fulldress:bar` behind.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const IMAGE = 'fulldress:bar'
const value = (flag: string) => (process.argv.includes(flag) ? process.argv[process.argv.indexOf(flag) + 1] : undefined)

using bar = barFolder('image')
const { folder } = bar
const context = join(folder, 'context')
cpSync(join(ROOT, 'docker/fulldress'), context, { recursive: true })
const [tarball, k6, certificate] = [packInto(context), value('--k6'), value('--certificate')]
if (k6 !== undefined) cpSync(k6, join(context, 'k6'))
const trusted = certificate === undefined ? [] : ['--build-arg', 'NODE_EXTRA_CA_CERTS=/package/ca.crt']
if (certificate !== undefined) cpSync(certificate, join(context, 'ca.crt'))
// A base that docker/offline/build.sh made has no apt-get, and tini already.
const base = say('docker', ['run', '--rm', 'node:24-bookworm-slim', 'sh', '-c', 'command -v apt-get'], { cwd: folder })
const system = base.code === 0 ? [] : ['--build-arg', 'SYSTEM_PACKAGES=']
const args = [
  '--network',
  'host',
  ...system,
  '--build-arg',
  `PACKAGE=./${tarball.slice(context.length + 1)}`,
  ...trusted,
]
const built = say('docker', ['build', '-t', IMAGE, ...args, context], { cwd: folder, seconds: 1500 })
console.log(
  built.code === 0 ? `built in ${built.seconds.toFixed(0)} s` : built.output.split('\n').slice(-30).join('\n'),
)
expectWell(built)
const size = say('docker', ['image', 'inspect', '--format', '{{.Size}}', IMAGE], { cwd: folder }).output
console.log(`${(Number(size) / 1e6).toFixed(0)} MB`)

const work = join(folder, 'work')
mkdirSync(work)
cpSync(join(ROOT, 'test/fixtures/tiny'), work, { recursive: true })
expectWell(say('chown', ['-R', '1000:1000', work], { cwd: folder }))
let wrong = 0
for (const user of ['node', 'root']) {
  const run = [
    'run',
    '--rm',
    '--network',
    'none',
    '--user',
    user,
    '-v',
    `${work}:/work`,
    IMAGE,
    'rehearse',
    '--act-time',
    '3s',
    '--out',
    `run-${user}`,
  ]
  const said = say('docker', run, { cwd: folder })
  if (said.code !== 0) wrong++
  console.log(
    `${said.code === 0 ? 'holds ' : 'MISSED'} as ${user}: exit code ${said.code}, ${said.seconds.toFixed(0)} s, ${said.output.trim().split('\n').at(-1)}`,
  )
  if (said.code === 0)
    console.log(
      readFileSync(join(work, `run-${user}`, 'report.md'), 'utf8')
        .split('\n')
        .filter((line) => /isolated|egress/i.test(line))
        .slice(0, 3)
        .join('\n'),
    )
  else console.log(said.output.split('\n').slice(-25).join('\n'))
}
if (!process.argv.includes('--keep')) say('docker', ['image', 'rm', IMAGE], { cwd: folder })
process.exitCode = wrong === 0 ? 0 : 1
