import type { DraftEntry } from '../../spec/write-spec.ts'
import { type Drafting, entry, type Front, line, map, type Place } from './drafting.ts'
import { placeholder } from './environment.ts'
import { readerScript } from './placeholders/reader.ts'
import { pathScript } from './placeholders/script.ts'
import type { Project } from './project.ts'
import type { FoundScript } from './scripts.ts'
import { fromSpec } from './spelling.ts'

/** Of a script that says none, and of the placeholder: enough to see a stall of a second. */
const RATE = '10/s'
const GENERATED = 'rehearsal.k6.ts'
const MOST_SCRIPTS = 5
const ASSUMED_RATE = `Assumed: ${RATE} each. Take production’s rates; \`fulldress learn access.log\` knows them.`

/** The traffic: k6 scripts that are there, unchanged, or a placeholder. */
export function draftTraffic(project: Project, place: Place, front: Front): Drafting {
  const scripts = project.scripts.slice(0, MOST_SCRIPTS)
  if (scripts.length === 0 || front.standsIn) return placeholderTraffic(project, front)
  const scenarios = scripts.flatMap((script) => scenariosOf(project, place, script))
  const left = project.scripts.slice(MOST_SCRIPTS).map(({ file }) => file)
  const fixed = scripts.filter(({ fixedOrigins }) => fixedOrigins.length > 0)
  const told = [
    ...(scripts.every(({ ownRate }) => ownRate) ? [] : [ASSUMED_RATE]),
    ...(left.length === 0 ? [] : [`Left out, for there are many: ${left.join(', ')}`]),
  ]
  return {
    found: [`k6 scripts, unchanged: ${scripts.map(({ file }) => file).join(', ')}`],
    toSettle: fixed.map(
      ({ file, fixedOrigins }) =>
        `${file} sends to ${fixedOrigins.join(', ')} itself; a rehearsal admits its own copy alone: write \`\${__ENV.BASE_URL}\` there instead`,
    ),
    entries: [
      entry(
        'traffic',
        map(
          entry('environment', map(...environmentOf(scripts, front))),
          entry('scenarios', map(...unique(scenarios)), ...told),
        ),
      ),
    ],
  }
}

function scenariosOf(
  { files }: Project,
  { specFolder }: Place,
  { file, functions, ownRate }: FoundScript,
): readonly DraftEntry[] {
  const script = fromSpec(specFolder, files, file)
  const rate = ownRate ? undefined : RATE
  const name = scenarioName(file)
  if (functions === null) return [entry(name, line({ script, rate }))]
  return functions.map((exec) => entry(scenarioName(exec), line({ script, exec, rate })))
}

/** What every script reads of the address, and what else it asks for. */
function environmentOf(scripts: readonly FoundScript[], { asked }: Front): readonly DraftEntry[] {
  const url = placeholder(`service.${asked}.url`)
  const host = `${placeholder(`service.${asked}.host`)}:${placeholder(`service.${asked}.port`)}`
  const all = scripts.flatMap(({ variables }) => variables)
  const variables = [...new Map(all.map((variable) => [variable.name, variable])).values()]
  const addresses = variables.flatMap(({ name, holds }) =>
    holds === 'other' ? [] : [entry(name, holds === 'url' ? url : host)],
  )
  const rest = variables.filter(
    ({ name, holds, hasDefault }) => holds === 'other' && !hasDefault && /^[A-Z_][A-Z0-9_]*$/.test(name),
  )
  const told = 'The scripts ask for these: taken from your environment.'
  const others = rest.map(({ name }, at) => entry(name, `\${${name}:-}`, ...(at === 0 ? [told] : [])))
  return [...(addresses.length > 0 ? addresses : [entry('BASE_URL', url)]), ...others]
}

function placeholderTraffic({ files, scripts }: Project, { asked, healthPath, standsIn }: Front): Drafting {
  const path = healthPath ?? '/'
  const own = files.has(GENERATED)
  const unused = standsIn ? scripts.map(({ file }) => file) : []
  const what = standsIn ? 'reads each table' : `asks ${path}`
  const told = `A placeholder that ${what}; found no k6 script. ${ASSUMED_RATE}`
  return {
    // A file of that name may have been written by an earlier init, and may have been improved since.
    files: own ? {} : { [GENERATED]: standsIn ? readerScript() : pathScript(path) },
    found: [`no traffic: ${GENERATED} ${what}`],
    toSettle: [
      `${GENERATED} is a placeholder that ${what}: replace it by what your clients do`,
      ...unused.map((file) => `${file} is left out: there is no service here that it could ask`),
    ],
    entries: [
      entry(
        'traffic',
        map(
          entry('environment', line({ BASE_URL: placeholder(`service.${asked}.url`) })),
          entry('scenarios', map(entry('placeholder', line({ script: GENERATED, rate: RATE }))), told),
        ),
      ),
    ],
  }
}

/** Letters, digits, hyphens and underscores, a letter first. */
function scenarioName(file: string): string {
  const base = (file.split('/').at(-1) ?? '').replace(/(\.k6)?\.[a-z]+$/, '')
  return base.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^[^A-Za-z]+|-+$/g, '') || 'traffic'
}

function unique(entries: readonly DraftEntry[]): readonly DraftEntry[] {
  return entries.map((entry, at) => {
    const before = entries.slice(0, at).filter(({ key }) => key === entry.key).length
    return before === 0 ? entry : { ...entry, key: `${entry.key}-${before + 1}` }
  })
}
