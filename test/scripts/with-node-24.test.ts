import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

interface Started {
  readonly pid: number
  /** Resolves when the program has said something, or has ended. */
  readonly up: Promise<unknown>
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
}

const runner = resolve('scripts/with-node-24.mjs')

/** Says what it was told, and takes a moment to leave, as a rehearsal does. */
const PROGRAM = `
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) {
  process.on(signal, () => {
    console.log(signal)
    setTimeout(() => process.exit(code), 700)
  })
}
const [first, second] = process.argv.slice(2)
if (first === 'exit') process.exit(Number(second))
if (first === 'die') process.kill(process.pid, 'SIGKILL')
setTimeout(() => process.exit(99), 10_000)
console.log('up on ' + process.version.split('.')[0] + ' with ' + process.argv.slice(2).join(' '))
`

describe('npm start and its kind', function () {
  this.timeout(20_000)
  let folder = ''

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fulldress-start-'))
    writeFileSync(join(folder, 'program.ts'), PROGRAM)
    const start = `exec node ${runner} ${join(folder, 'program.ts')}`
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'probe', scripts: { start } }))
  })

  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Leads a group of its own, as a job of a shell does. */
  function npmStart(...args: string[]): Started {
    const npm = spawn('npm', ['start', '--silent', '--', ...args], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let output = ''
    npm.stdout.on('data', (chunk: Buffer) => {
      output += chunk
    })
    const ended = once(npm, 'close').then(([code]) => ({ code: code as number | null, output }))
    const up = Promise.race([once(npm.stdout, 'data'), ended])
    return { pid: npm.pid ?? Number.NaN, up, ended }
  }

  for (const code of ['0', '1', '2', '3', '70', '130']) {
    it(`ends with exit code ${code} where the program does`, async () => {
      assert.deepEqual(await npmStart('exit', code).ended, { code: Number(code), output: '' })
    })
  }

  it('ends as a program that a signal killed', async () => {
    const runs = spawn(process.execPath, [runner, join(folder, 'program.ts'), 'die'], { stdio: 'ignore' })
    const [code, signal] = await once(runs, 'exit')
    assert.deepEqual({ code, signal }, { code: null, signal: 'SIGKILL' })
  })

  it('passes flags on and runs the program on Node 24', async () => {
    const { pid, up, ended } = npmStart('--act-time', '8s')
    await up
    process.kill(-pid, 'SIGTERM')
    assert.deepEqual(await ended, { code: 143, output: 'up on v24 with --act-time 8s\nSIGTERM\n' })
  })

  it('tells the program once of a Ctrl-C, which reaches the whole group and is passed on by npm again', async () => {
    const { pid, up, ended } = npmStart()
    await up
    process.kill(-pid, 'SIGINT')
    assert.deepEqual(await ended, { code: 130, output: 'up on v24 with \nSIGINT\n' })
  })

  it('tells the program of a SIGINT that only npm received, and waits for it', async () => {
    const { pid, up, ended } = npmStart()
    await up
    process.kill(pid, 'SIGINT')
    assert.deepEqual(await ended, { code: 130, output: 'up on v24 with \nSIGINT\n' })
  })
})
