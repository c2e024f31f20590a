import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/** What a static tool says of one file. */
export interface Said {
  /** Its exit code as a gate in CI, nothing configured, is not 0. */
  readonly alarm: boolean
  /** Something is said of a statement itself, whatever is said of missing settings, naming and style. */
  readonly alarmAboutStatement: boolean
  readonly rules: readonly string[]
}

export interface StaticTool {
  readonly name: string
  judge(file: string): Promise<Said>
}

export interface StaticTools extends Disposable {
  readonly all: readonly StaticTool[]
}

const SQUAWK = '2.66.0'
const PGFENCE = '0.1.5'

/** What the table says was asked. */
export const VERSIONS = ['fulldress', `squawk ${SQUAWK}`, `pgfence ${PGFENCE}`] as const

/** Installs both from the registry, in a folder of their own that is removed with them. */
export async function installTools(): Promise<StaticTools> {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-tools-'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const packages = [`squawk-cli@${SQUAWK}`, `@flvmnt/pgfence@${PGFENCE}`]
  const installed = await run('npm', ['install', '--no-audit', '--no-fund', ...packages], folder)
  if (installed.exitCode !== 0) throw new Error(`npm could not install ${packages.join(' and ')}: ${installed.out}`)
  const bin = (name: string) => join(folder, 'node_modules', '.bin', name)
  return {
    all: [
      { name: 'squawk', judge: (file) => squawk(bin('squawk'), file) },
      { name: 'pgfence', judge: (file) => pgfence(bin('pgfence'), file) },
    ],
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function squawk(program: string, file: string): Promise<Said> {
  const { exitCode, out } = await run(program, ['--reporter', 'json', file], dirname(file))
  const rules = (JSON.parse(out) as readonly { rule_name: string }[]).map(({ rule_name }) => rule_name)
  const aboutStatement = rules.some((rule) => !/^prefer-|^require-.*-(timeout|settings)$/.test(rule))
  return { alarm: exitCode !== 0, alarmAboutStatement: aboutStatement, rules: [...new Set(rules)] }
}

interface PgfenceReport {
  readonly results: readonly {
    readonly checks: readonly { readonly ruleId: string; readonly risk: string }[]
    readonly policyViolations: readonly { readonly ruleId: string; readonly severity: string }[]
  }[]
}

async function pgfence(program: string, file: string): Promise<Said> {
  const { exitCode, out } = await run(program, ['analyze', '--ci', '--output', 'json', file], dirname(file))
  // A file that its parser refuses is no finding.
  const { results } = out.trimStart().startsWith('{') ? (JSON.parse(out) as PgfenceReport) : { results: [] }
  const risky = results.flatMap(({ checks }) => checks).filter(({ risk }) => risk !== 'LOW' && risk !== 'SAFE')
  const errors = results
    .flatMap(({ policyViolations }) => policyViolations)
    .filter(({ severity }) => severity === 'error')
  const aboutStatement = risky.length > 0 || errors.some(({ ruleId }) => !ruleId.startsWith('missing-'))
  const rules = [...new Set([...risky, ...errors].map(({ ruleId }) => ruleId))]
  return { alarm: exitCode !== 0, alarmAboutStatement: aboutStatement, rules }
}

async function run(program: string, args: readonly string[], cwd: string) {
  // Both may be Node programs, which need a Node as new as this one.
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter)
  const child = spawn(program, [...args], { cwd, env: { ...process.env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk
  })
  child.stderr.resume()
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, out }
}
