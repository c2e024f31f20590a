import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parse } from 'yaml'

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

interface Action {
  readonly name?: string
  readonly description?: string
  readonly inputs: Readonly<Record<string, { readonly description?: string; readonly default?: unknown }>>
  readonly outputs: Readonly<Record<string, { readonly description?: string; readonly value?: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const text = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')
const action = parse(text) as Action
const { steps } = action.runs

describe('action.yml', () => {
  it('has what GitHub asks of a composite action, and keys that it knows', () => {
    assert.deepEqual(Object.keys(action).sort(), ['branding', 'description', 'inputs', 'name', 'outputs', 'runs'])
    assert.equal(action.runs.using, 'composite')
    const known = ['id', 'if', 'name', 'uses', 'run', 'shell', 'env', 'with', 'working-directory', 'continue-on-error']
    assert.deepEqual(
      steps.flatMap((step) => Object.keys(step)).filter((key) => !known.includes(key)),
      [],
    )
  })

  it('describes every input, which is text, and every output', () => {
    for (const [name, input] of Object.entries(action.inputs)) {
      assert.ok((input.description ?? '').length > 10, name)
      assert.equal(typeof input.default, 'string', name)
    }
    for (const [name, output] of Object.entries(action.outputs)) {
      assert.ok((output.description ?? '').length > 10, name)
    }
  })

  it('pins whatever it uses to a release', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]))
    assert.ok(used.length > 0)
    for (const uses of used) assert.match(uses, /^actions\/[a-z-]+@v\d+\.\d+\.\d+$/)
  })

  it('names the shell of every step that runs something, as a composite action must', () => {
    for (const step of steps) {
      assert.equal((step.uses === undefined) === (step.run === undefined), false)
      assert.equal(step.shell, step.run === undefined ? undefined : 'bash')
    }
  })

  it('asks only for inputs and steps that there are, and leaves no input unused', () => {
    const asked = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name))
    assert.deepEqual([...asked(/\binputs\.([\w-]+)/g)].sort(), Object.keys(action.inputs).sort())
    const ids = steps.flatMap(({ id }) => (id === undefined ? [] : [id]))
    assert.deepEqual([...asked(/\bsteps\.([\w-]+)\./g)], ids)
  })

  it('writes every output of a step that it passes on', () => {
    const script = steps.find(({ id }) => id === 'rehearse')?.run ?? ''
    for (const [name, { value = '' }] of Object.entries(action.outputs)) {
      assert.equal(value, `\${{ steps.rehearse.outputs.${name} }}`)
      assert.ok(script.includes(`echo "${name}=$`), name)
    }
  })

  it('lets no input become part of a script, where it could be a command', () => {
    for (const { run = '' } of steps) assert.equal(run.includes('${{'), false)
  })
})

describe('the script that rehearses', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'action-'))
    mkdirSync(join(folder, 'bin'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs it where `fulldress` notes its arguments, leaves a verdict.json and exits with a code. */
  function perform(code: number, verdict: string, args = '') {
    const program = `#!/bin/sh
printf '%s\\n' "$@" >"${folder}/arguments"
while [ "$1" != --out ]; do shift; done
echo '{ "verdict": "${verdict}" }' >"$2/verdict.json"
exit ${code}
`
    writeFileSync(join(folder, 'bin', 'fulldress'), program, { mode: 0o755 })
    const script = steps.find(({ id }) => id === 'rehearse')?.run ?? ''
    const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
    const inputs = { SPEC: 's.yaml', ACT_TIME: '', RUNTIME: 'auto', ARGS: args, ALLOW_INCONCLUSIVE: 'false' }
    const PATH = [join(folder, 'bin'), process.env.PATH].join(delimiter)
    const env = { ...process.env, ...files, ...inputs, PATH, RUNNER_TEMP: folder }
    // As GitHub runs `shell: bash`.
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { env })
    const outputs = readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n')
    const given = readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n')
    return { status, outputs, further: given.slice(given.indexOf('--out') + 2) }
  }

  it('hands on all arguments, on however many lines they are', () => {
    assert.deepEqual(perform(0, 'go', '--ways all\n  --paired\n').further, ['--ways', 'all', '--paired'])
    assert.deepEqual(perform(0, 'go').further, [])
  })

  it('outputs a verdict only where the exit code is one', () => {
    const told = [0, 1, 3, 2, 70, 130, 143].map((code) => {
      const { status, outputs } = perform(code, 'inconclusive')
      assert.equal(status, code)
      return outputs.findLast((line) => line.startsWith('verdict='))
    })
    const verdict = 'verdict=inconclusive'
    assert.deepEqual(told, [verdict, verdict, verdict, 'verdict=', 'verdict=', 'verdict=', 'verdict='])
  })
})
