import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

describe('the published package', function () {
  this.timeout(240_000)
  let folder = ''
  let bin = ''

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fulldress-package-'))
    succeed(run('npm', ['pack', '--silent', '--pack-destination', folder], resolve('.')))
    const [tarball = ''] = readdirSync(folder)
    writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }')
    succeed(run('npm', ['install', '--silent', '--no-fund', '--no-audit', join(folder, tarball)], folder))
    bin = join(folder, 'node_modules', 'fulldress', 'dist', 'bin.js')
  })

  after(() => rmSync(folder, { recursive: true, force: true }))

  it('holds plain JavaScript, its schema, its papers and pieces for k6 scripts, and no tests', () => {
    const top = readdirSync(join(folder, 'node_modules', 'fulldress')).filter((name) => name !== 'node_modules')
    const papers = ['CHANGELOG.md', 'LICENSE', 'README.md']
    const wanted = [
      'dist',
      'docs',
      'package.json',
      'rehearsal.schema.json',
      'scenarios',
      'templates',
      'verdict.schema.json',
    ]
    assert.deepEqual(top.sort(), [...papers, ...wanted])
    assert.deepEqual(readdirSync(join(folder, 'node_modules', 'fulldress', 'scenarios')), ['lib', 'replay.ts'])
    const files = readdirSync(join(folder, 'node_modules', 'fulldress', 'dist'), { recursive: true, encoding: 'utf8' })
    assert.deepEqual(
      files.filter((file) => /(?<!\.d)\.ts$/.test(file)),
      [],
    )
  })

  it('says its version', () => {
    const { code, stdout } = run(process.execPath, [bin, '--version'], folder)
    assert.deepEqual({ code, stdout }, { code: 0, stdout: `${packageJson.version}\n` })
  })

  it('lists its commands as the command npm links', () => {
    const { code, stdout } = run(join(folder, 'node_modules', '.bin', 'fulldress'), ['--help'], folder)
    assert.equal(code, 0)
    for (const command of ['rehearse', 'plan', 'report', 'explain', 'clean'])
      assert.match(stdout, new RegExp(`^  ${command} `, 'm'))
  })

  it('explains a check', () => {
    const { code, stdout } = run(process.execPath, [bin, 'explain', 'access-exclusive-too-long'], folder)
    assert.equal(code, 0)
    assert.match(stdout, /^access-exclusive-too-long/)
  })

  it('gives its two functions and its error to whoever imports it, in silence', () => {
    const program = "const face = await import('fulldress'); process.stdout.write(Object.keys(face).sort().join())"
    const { code, stdout, stderr } = run(process.execPath, ['--input-type=module', '-e', program], folder)
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'RehearsalError,rehearse,startStaging', stderr: '' })
  })

  it('plans a rehearsal of a spec', () => {
    const { code, stdout } = run(process.execPath, [bin, 'plan', resolve('rehearsal.yaml')], folder)
    assert.equal(code, 0)
    assert.match(stdout, /payments/)
  })

  it('renders report.html of a run with what the page needs in a browser', () => {
    const judged = join(folder, 'a-run')
    mkdirSync(judged)
    cpSync('test/fixtures/journals/as-delivered.jsonl', join(judged, 'journal.jsonl'))
    const { code, stderr } = run(process.execPath, [bin, 'report', judged], folder)
    assert.deepEqual({ code, stderr }, { code: 1, stderr: '' })
    assert.match(readFileSync(join(judged, 'report.html'), 'utf8'), /<script type="module">.*function startTheme\(\)/s)
  })

  it('says on an older Node what it needs, before it imports what that cannot read', () => {
    const old = ['exec', '--yes', '--silent', '--package=node@20.20.2', '--', 'node', bin, '--version']
    assert.deepEqual(run('npm', old, folder), {
      code: 2,
      stdout: '',
      stderr:
        'fulldress needs Node 24 or newer; this is v20.20.2\n' +
        '  hint: install it from https://nodejs.org/download, or beside fulldress by: npm install -D node@24\n',
    })
  })
})

function run(command: string, args: readonly string[], cwd: string): Ended {
  const PATH = `${resolve('node_modules/.bin')}:${process.env.PATH ?? ''}`
  // npm's configuration of the run around us must not reach the npm in here.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name))
  const env = { ...Object.fromEntries(inherited), PATH, NO_UPDATE_NOTIFIER: '1' }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  return { code: status, stdout, stderr }
}

function succeed({ code, stdout, stderr }: Ended): void {
  assert.equal(code, 0, `${stdout}${stderr}`)
}
