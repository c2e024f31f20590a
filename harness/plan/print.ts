import { dirname, relative } from 'node:path'
import type { AuxiliaryDescription } from '../model/container.ts'
import { formatCount, formatDuration, formatRate } from '../model/duration.ts'
import type { ServiceDescription } from '../model/stage.ts'
import type { Plan } from './plan.ts'
import { forwardMs, steadyMs } from './plan-rehearsal.ts'
import { printChange } from './print-change.ts'
import { printMixedStates } from './print-mixed.ts'
import { printCommand, printFiles, printProof, printSteps, printWay } from './print-steps.ts'
import { leastMs, type Resolution, resolutions } from './resolution.ts'
import { type KnownEndpoint, printVisible } from './visible.ts'

const INIT_SCRIPTS = '/docker-entrypoint-initdb.d'
const AS_ITS_SCRIPT_SAYS = 'as its script says'

/** What a rehearsal would do, act by act, as `fulldress plan` shows it; ends with a newline. */
export function printPlan(plan: Plan, known: readonly KnownEndpoint[] = []): string {
  const { rehearsal, stage, seed } = plan
  const lines = [
    `plan  ${rehearsal}   postgres ${stage.database.version}   seed ${seed}`,
    ...acts(plan).flatMap(([act, content]) =>
      content.map((line, index) => `  ${(index === 0 ? act : '').padEnd(12)}${line}`),
    ),
    '',
    ...printTraffic(plan),
    ...closedLoops(plan),
    ...printVisible(plan, known),
    ...(plan.warnings.length === 0 ? [] : ['', ...plan.warnings.map((warning) => `warning: ${warning}`)]),
    '',
    `at least ${formatDuration(leastMs(plan))}, and as long as staging, seeding, the probes on clones and the steps take`,
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function acts(plan: Plan): readonly (readonly [string, readonly string[]])[] {
  const folder = dirname(plan.spec)
  const steady = formatDuration(steadyMs(plan))
  const blocks = `${Math.round(steadyMs(plan) / plan.traffic.blockMs)} blocks of ${formatDuration(plan.traffic.blockMs)}`
  const { rollback } = plan
  return [
    ['stage', printStage(plan)],
    ['seed', printSeed(plan, folder)],
    ['probes', [...printTrials(plan), printProof(rollback)]],
    ['baseline', [`${formatDuration(plan.warmUpMs)} of warm-up, then ${steady} in ${blocks}`]],
    ['upgrade', [...printSteps(plan.upgrade), ...printMixedStates(plan, 'upgrade')]],
    ['soak', [`${steady} on what was upgraded`]],
    [
      'rollback',
      [...printWay(rollback), ...printMixedStates(plan, 'rollback'), `point of no return: ${rollback.pointOfNoReturn}`],
    ],
    ['restored', [printRestored(rollback, steady)]],
    ...(forwardMs(plan) === 0 ? [] : [['forward', [printForward(plan)]] as const]),
    ['audit', [printAudit(plan)]],
    ['change', printChange(plan)],
  ]
}

function printRestored({ way }: Plan['rollback'], steady: string): string {
  if (way === 'none') return 'nothing'
  return way === 'code-only' ? `${steady} of the old versions on the new schema` : `${steady} on what was restored`
}

function printForward(plan: Plan): string {
  return `the new versions again, and ${formatDuration(forwardMs(plan))} on what the old ones wrote`
}

function printTrials({ upgrade, probing }: Plan): readonly string[] {
  const migrations = upgrade.filter(({ kind }) => kind === 'migrate').length
  if (migrations === 0) return []
  const beside = probing.statements === null ? 'probes' : 'probes, the services’ own statements'
  return [
    `${migrations === 1 ? '1 migration' : `${migrations} migrations`} on clones: alone, beside ${beside} and companions, and by two runners at once`,
  ]
}

function printStage({ spec, stage: { services, partners, auxiliaries = [] } }: Plan): readonly string[] {
  return [
    ...services.map(printService),
    ...auxiliaries.map((auxiliary) => printAuxiliary(auxiliary, dirname(spec))),
    ...partners.map(({ name, routes }) => `stand-in ${name}: ${routes.map(({ operation }) => operation).join(', ')}`),
    ...(services.length + partners.length + auxiliaries.length === 0 ? ['the database alone'] : []),
  ]
}

function printAuxiliary({ name, image, build, once, early }: AuxiliaryDescription, folder: string): string {
  const what = image ?? `built in ${relative(folder, build?.context ?? folder) || '.'}`
  const when = early ? 'before the seed' : 'after the seed'
  return `auxiliary ${name} (${what}), ${once ? `run once ${when}` : `started ${when}`}`
}

function printService({ name, initial, versions, replicas }: ServiceDescription): string {
  const others = Object.keys(versions).filter((version) => version !== initial)
  const version = initial === 'default' ? '' : ` ${initial}`
  const also = others.length === 0 ? '' : `, later ${others.join(', ')}`
  return `service ${name}${version}${replicas === 1 ? '' : ` × ${replicas}`}${also}`
}

function printSeed({ seeding: { files, commands }, stage }: Plan, folder: string): readonly string[] {
  const scripts = (stage.database.container?.mounts ?? []).filter(({ target }) => target.startsWith(INIT_SCRIPTS))
  const printed = [
    ...scripts.map((mount) => `${mount.kind === 'bind' ? relative(folder, mount.source) : mount.target}, by its image`),
    ...(files === null ? [] : [relative(folder, files.folder) || '.', ...printFiles(files)]),
    ...commands.map(printCommand),
  ]
  return printed.length === 0 ? ['nothing: the database starts empty'] : printed
}

function printAudit({ traffic: { ledgers }, invariants }: Plan): string {
  const writes = ledgers.map(({ name, table, key }) => (table === null ? `query ${name}` : `${table}.${key}`))
  const said = [
    'the catalog',
    ...(writes.length === 0 ? [] : [`acknowledged writes by ${writes.join(', ')}`]),
    ...(invariants.length === 0 ? [] : [`invariants ${invariants.map(({ name }) => name).join(', ')}`]),
  ]
  return said.length === 1 ? 'the catalog' : `${said.slice(0, -1).join(', ')}, and ${said.at(-1)}`
}

function printTraffic(plan: Plan): readonly string[] {
  const header = ['traffic', 'rate', 'VUs', 'arrivals per steady act', 'held against its limit']
  const rows = [header, ...resolutions(plan).map(printResolution)]
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const numeric = [false, true, true, true, false]
  return rows.map((row) =>
    row
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('   '),
  )
}

/** Which executor the script asks for is k6's to say, so this holds until the traffic has started. */
function closedLoops({ traffic: { scenarios } }: Plan): readonly string[] {
  const own = scenarios.filter(({ ratePerSecond }) => ratePerSecond === null)
  return own.map(
    ({ name }) =>
      `  ${name} has no \`rate\`: arrival rates of its script are kept, and anything else becomes a closed loop for the whole run, which hides stalls`,
  )
}

function printResolution({
  scenario,
  ratePerSecond,
  vus,
  arrivals,
  quantile,
  actTimeForP99Ms,
}: Resolution): readonly string[] {
  if (ratePerSecond === null || arrivals === null || actTimeForP99Ms === null) {
    return [`  ${scenario}`, AS_ITS_SCRIPT_SAYS, '', 'not known', 'not known']
  }
  const more = quantile === 'p99' ? '' : ` (p99 from --act-time ${Math.ceil(actTimeForP99Ms / 60_000)}m on)`
  return [
    `  ${scenario}`,
    formatRate(ratePerSecond),
    String(vus ?? ''),
    formatCount(arrivals),
    `${quantile ?? 'errors only'}${more}`,
  ]
}
