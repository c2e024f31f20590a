import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../model/stage.ts'
import type { TrafficDescription } from '../model/traffic.ts'
import { everythingBut } from './block-list.ts'
import type { Arrivals } from './inside/arrivals.ts'
import type { PlayPlan } from './inside/plan.ts'
import { inspectScript } from './inspect.ts'
import { type WrittenReplay, writeReplay } from './replay/write-replay.ts'
import { type PlannedScenario, planScenarios } from './scenarios.ts'
import { arrivalsOf } from './schedule.ts'
import type { ScriptOptions } from './script-options.ts'
import { mergeThresholds, systemTags, thresholdNotes } from './thresholds.ts'
import type { TrafficOptions } from './traffic.ts'
import { writeWrapper } from './wrapper.ts'

export interface Prepared {
  readonly wrapper: string
  readonly summaryFile: string
  readonly env: Environment
  readonly scenarios: readonly PlannedScenario[]
  readonly arrivals: Readonly<Record<string, Arrivals>>
  readonly systemTags: readonly string[]
  /** What the scripts' thresholds lose. */
  readonly notes: readonly string[]
}

/** Longer than any rehearsal: the run is ended from inside. */
const DURATION = '240h'

/** Asks k6 what the scripts want, plans how they are played, and writes the wrapper. */
export async function prepare(options: TrafficOptions, calls: Pick<PlayPlan, 'control' | 'waker'>): Promise<Prepared> {
  const { description, folder, k6, signal, frontIp } = options
  const k6Folder = join(folder, 'k6')
  const replay = await writeReplay(description, k6Folder)
  const env = environment(description, k6Folder, replay)
  const scripts = [...new Set(description.scenarios.map(({ script }) => script))]
  const asked = await Promise.all(scripts.map((script) => inspectScript(script, { k6, env, signal })))
  const planned = planScenarios(description.scenarios, (script) => asked[scripts.indexOf(script)] ?? {})
  const scenarios = planned.map((scenario) => ({ ...scenario, vus: replay?.vus[scenario.name] ?? scenario.vus }))
  const arrivals = Object.fromEntries(
    scenarios.flatMap(({ name, ratePerSecond }) =>
      ratePerSecond === null ? [] : [[name, replay?.arrivals[name] ?? arrivalsOf(name, ratePerSecond, description)]],
    ),
  )
  const summaryFile = join(k6Folder, 'summary.json')
  const plan: PlayPlan = {
    scenarios: scenarios.map(({ name, script, exec }) => ({
      name,
      script: scripts.indexOf(script),
      exec,
      periodMs: arrivals[name]?.periodMs ?? null,
      underWay: arrivals[name]?.underWay ?? 0,
    })),
    options: ourOptions(scenarios, asked, frontIp),
    ...calls,
    summaryFile,
    printedFile: join(k6Folder, 'summary.txt'),
  }
  const wrapper = await writeWrapper(k6Folder, { plan, scripts, arrivals })
  const tags = systemTags(mergeThresholds(asked))
  return { wrapper, summaryFile, env, scenarios, arrivals, systemTags: tags, notes: thresholdNotes(asked) }
}

function ourOptions(scenarios: readonly PlannedScenario[], asked: readonly ScriptOptions[], frontIp: string) {
  const endless = { executor: 'constant-vus', duration: DURATION, gracefulStop: '0s' }
  const played = scenarios.map(({ name, vus, env, tags }) => [name, { ...endless, exec: 'play', vus, env, tags }])
  const ours = {
    fulldress: { ...endless, exec: 'conduct', vus: 1 },
    'fulldress-waker': { ...endless, exec: 'beWoken', vus: 1 },
  }
  return {
    scenarios: { ...Object.fromEntries(played), ...ours },
    thresholds: mergeThresholds(asked),
    blacklistIPs: everythingBut(frontIp),
    // A host name is refused before it is looked up; what remains are addresses, for the list above.
    blockHostnames: ['*'],
  }
}

/**
 * Nothing of the operator's own environment: a proxy variable or a configuration of k6 would change the run, and
 * neither may k6 fetch a build of itself.
 */
function environment(
  { environment, ledgers }: TrafficDescription,
  k6Folder: string,
  replay: WrittenReplay | null,
): Environment {
  const compared = ledgers.map(({ name, content }) => [name, content.map(({ field }) => field)])
  return {
    PATH: process.env.PATH ?? '',
    HOME: k6Folder,
    XDG_CONFIG_HOME: k6Folder,
    ...environment,
    // What scenarios/lib/ledger.ts takes hashes of.
    FULLDRESS_LEDGERS: JSON.stringify(Object.fromEntries(compared)),
    ...(replay === null ? {} : { FULLDRESS_REPLAY: replay.file }),
    ...unhurriedCollection(),
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    K6_CSV_TIME_FORMAT: 'unix_micro',
    K6_CSV_SAVE_INTERVAL: '200ms',
  }
}

/**
 * Go's collector takes a processor from k6 for milliseconds at a time, which was nine tenths of the lag of arrivals at 500
 * requests per second on two cores (p99 22 ms, and 2 ms so). The limit brings it back to its usual pace where memory
 * becomes short.
 */
function unhurriedCollection(): Environment {
  return { GOGC: '400', GOMEMLIMIT: `${Math.floor(totalmem() / 2 / 2 ** 20)}MiB` }
}
