import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RehearsalError } from '../errors.ts'
import type { Environment } from '../model/stage.ts'
import type { ScenarioDescription, TrafficDescription } from '../model/traffic.ts'
import { type InspectOptions, inspectScript } from './inspect.ts'
import { planScenarios } from './scenarios.ts'
import type { ScriptOptions } from './script-options.ts'

/** What a script says of itself, through our wrapper. */
interface Inspected {
  readonly options: ScriptOptions
  readonly functions: readonly string[]
}

const TAG = 'fulldress_functions'
/** k6 calls these by itself. */
const HOOKS = ['setup', 'teardown', 'handleSummary']

/**
 * Rejects where a scenario's function is none that its script exports, or k6 refuses a script. It needs no copy: a
 * script's init code sends nothing, and placeholders of its environment have values of the same form meanwhile. Scripts
 * that replay a model are left out, for they read what is drawn later.
 */
export async function refuseMissingFunctions(
  description: TrafficDescription,
  { k6, signal }: Pick<InspectOptions, 'k6' | 'signal'>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fulldress-scripts-'))
  try {
    const env = environment(description, folder)
    const byScript = [...Map.groupBy(described(description), ({ script }) => script)]
    const complaints = await Promise.all(
      byScript.map(async ([script, scenarios], index) => {
        const wrapper = join(folder, `${index}.js`)
        await writeFile(wrapper, wrapperSource(script, scenarios))
        const inspected = await inspect(script, wrapper, { k6, env, signal })
        return inspected === null ? [] : missing(script, scenarios, inspected)
      }),
    )
    const [first, ...others] = complaints.flat()
    if (first === undefined) return
    const hint = 'name one of them in `exec`, or export the function'
    throw new RehearsalError('script-broken', [first, ...others].join('\n'), hint)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function described({ scenarios, replay }: TrafficDescription): readonly ScenarioDescription[] {
  const names = new Set([...(replay?.endpoints ?? []), ...(replay?.journeys ? [replay.journeys] : [])].map(nameOf))
  const drawn = new Set(scenarios.filter(({ name }) => names.has(name)).map(({ script }) => script))
  return scenarios.filter(({ script }) => !drawn.has(script))
}

function nameOf({ scenario }: { readonly scenario: string }): string {
  return scenario
}

/** A wrapper that fails where the script alone does not proves nothing: then it is told when the traffic begins. */
async function inspect(script: string, wrapper: string, options: InspectOptions): Promise<Inspected | null> {
  try {
    const { tags, ...said } = (await inspectScript(wrapper, options)) as ScriptOptions & {
      readonly tags?: Environment
    }
    return { options: said, functions: (tags?.[TAG] ?? '').split(',').filter((name) => name !== '') }
  } catch (error) {
    options.signal.throwIfAborted()
    if (!(error instanceof RehearsalError)) throw error
    await inspectScript(script, options)
    return null
  }
}

function missing(
  script: string,
  scenarios: readonly ScenarioDescription[],
  { options, functions }: Inspected,
): readonly string[] {
  const offered = functions.filter((name) => !HOOKS.includes(name)).sort()
  const found = offered.length === 0 ? 'no function' : offered.join(', ')
  return planScenarios(scenarios, () => options)
    .filter(({ exec }) => !functions.includes(exec))
    .map(
      ({ name, exec }) =>
        `expected a function ${exec} in ${script}, which scenario ${name} calls; found that the script exports ${found}`,
    )
}

/** Its options with one tag more, which is what k6 prints: the functions it exports. */
function wrapperSource(script: string, scenarios: readonly ScenarioDescription[]): string {
  const asked = scenarios.flatMap(({ exec }) => exec ?? [])
  return `import * as script from ${JSON.stringify(script)}

const own = Object.values((script.options || {}).scenarios || {}).map(({ exec }) => exec || 'default')
const names = new Set([...Object.keys(script), ...own, ...${JSON.stringify(asked)}, 'default'])
const functions = [...names].filter((name) => typeof script[name] === 'function')
export const options = { ...script.options, tags: { ${TAG}: functions.join(',') } }
export default function () {}
`
}

/** As the traffic will have it, with a value of the right form for what only the running copy knows. */
function environment({ environment, ledgers }: TrafficDescription, folder: string): Environment {
  const filled = Object.entries(environment).map(([key, text]) => [key, text.replaceAll(/\$\{([\w.-]+)\}/g, standIn)])
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    ...Object.fromEntries(filled),
    FULLDRESS_LEDGERS: JSON.stringify(Object.fromEntries(ledgers.map(({ name }) => [name, []]))),
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
  }
}

function standIn(placeholder: string, name: string): string {
  if (name === 'database.url') return 'postgres://user:password@127.0.0.1:5432/name'
  if (/^(service|partner)\..+\.url$/.test(name)) return 'http://127.0.0.1:8080'
  if (name.endsWith('.host')) return '127.0.0.1'
  if (name.endsWith('.port')) return '8080'
  return /^database\.\w+$/.test(name) ? 'name' : placeholder
}
