import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { barFolder, packInto, say } from './packed.ts'

/**
 * The scripts of action.yml and of templates/gitlab-ci.yml, performed by bash as the two would, in a project that has no
 * fulldress of its own: a GO, a spec that must be mended, and what each leaves for the pipeline. Steps that use another
 * action are passed over.
 */
interface Step {
  readonly id?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

const ROOT = resolve(import.meta.dirname, '../..')
using bar = barFolder('ci')
const { folder } = bar
const tarball = packInto(folder)
let wrong = 0

function hold(claim: string, good: boolean, detail: string): void {
  if (!good) wrong++
  console.log(`${good ? 'holds ' : 'MISSED'} ${claim}: ${detail}`)
}

function project(name: string): string {
  const cwd = join(folder, name)
  cpSync(join(ROOT, 'test/fixtures/tiny'), cwd, { recursive: true })
  return cwd
}

function performAction(name: string, inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { inputs: declared, runs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>
    readonly runs: { readonly steps: readonly Step[] }
  }
  const cwd = project(name)
  const temporary = join(folder, `${name}-runner`)
  mkdirSync(temporary)
  const [outputs, paths, summary] = ['output', 'path', 'summary'].map((file) => join(temporary, file)) as [
    string,
    string,
    string,
  ]
  for (const file of [outputs, paths, summary]) writeFileSync(file, '')
  const values = (text: string) =>
    text
      .replaceAll(
        /\$\{\{ inputs\.([\w-]+) \}\}/g,
        (_, input: string) => inputs[input] ?? declared[input]?.default ?? '',
      )
      .replaceAll(/\$\{\{ github\.action_path \}\}/g, ROOT)
      .replaceAll(/\$\{\{ runner\.temp \}\}\/fulldress-cache/g, process.env.FULLDRESS_CACHE ?? '')
  let code: number | null = 0
  for (const { run, env = {} } of runs.steps) {
    if (run === undefined || code !== 0) continue
    const given = Object.fromEntries(
      Object.entries(env).flatMap(([key, text]) =>
        values(text) === '' && key === 'FULLDRESS_CACHE' ? [] : [[key, values(text)]],
      ),
    )
    const PATH = [
      ...readFileSync(paths, 'utf8').split('\n').filter(Boolean),
      join(ROOT, 'node_modules/node/bin'),
      process.env.PATH,
    ].join(':')
    const github = {
      GITHUB_OUTPUT: outputs,
      GITHUB_PATH: paths,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temporary,
      PATH,
    }
    const said = say('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
      cwd,
      env: { ...given, ...github },
    })
    ;({ code } = said)
    if (code !== 0) console.log(said.output.split('\n').slice(-6).join('\n'))
  }
  const pairs = readFileSync(outputs, 'utf8').split('\n').filter(Boolean)
  const told = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  return { ...told, code: String(code), summary: readFileSync(summary, 'utf8') }
}

function performTemplate(name: string, variables: Readonly<Record<string, string>>) {
  const template = parse(readFileSync(join(ROOT, 'templates/gitlab-ci.yml'), 'utf8')) as Readonly<
    Record<string, { readonly variables: Readonly<Record<string, string>>; readonly script: readonly string[] }>
  >
  const { variables: declared = {}, script = [] } = template['.fulldress'] ?? {}
  const cwd = project(name)
  const { FULLDRESS_CACHE: _cache, ...own } = declared
  const tools = join(folder, `${name}-tools`)
  const env = {
    ...own,
    ...variables,
    npm_config_prefix: tools,
    PATH: `${tools}/bin:${join(ROOT, 'node_modules/node/bin')}:${process.env.PATH}`,
  }
  // GitLab's runner joins the lines of a script and ends at the first that fails.
  const said = say('bash', ['-e', '-o', 'pipefail', '-c', script.join('\n')], { cwd, env })
  return { ...said, junit: existsSync(join(cwd, 'fulldress-run/junit.xml')) }
}

/** What a run ends with is the machine's affair as well: on a busy one the generator falls behind. Both must agree on it. */
const CODES: Readonly<Record<string, number>> = { go: 0, inconclusive: 3 }

const go = performAction('go', { 'act-time': '3s', runtime: 'processes' })
const agrees = go.code === go['exit-code'] && Number(go.code) === CODES[go.verdict ?? '']
hold('the action passes verdict and exit code on', agrees, JSON.stringify({ ...go, summary: undefined }))
hold('the job has a summary', (go.summary ?? '').length > 200, `${(go.summary ?? '').split('\n')[0]}`)
hold('the run is where the artefact is taken from', existsSync(join(go.folder ?? '', 'report.html')), go.folder ?? '')
const mend = performAction('mend', { spec: 'nowhere.yaml', runtime: 'processes' })
hold(
  'the action ends a spec that is missing with 2',
  mend.code === '2' && mend['exit-code'] === '2' && mend.verdict === '',
  JSON.stringify(mend),
)

const job = performTemplate('job', { FULLDRESS_ACT_TIME: '3s', FULLDRESS_PACKAGE: tarball, FULLDRESS_ARGS: '--seed 7' })
const ended = Object.values(CODES).includes(job.code ?? -1)
hold('the job leaves its JUnit report', ended && job.junit, `exit code ${job.code}, ${job.seconds.toFixed(0)} s`)
if (!ended) console.log(job.output)
process.exitCode = wrong === 0 ? 0 : 1
