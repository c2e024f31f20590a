import { Counter } from 'k6/metrics'
import type { Arrivals } from './arrivals.ts'
import { awaitArrival } from './await-arrival.ts'
import { beWoken } from './be-woken.ts'
import { conduct } from './conduct.ts'
import { execution } from './execution.ts'
import type { PlayPlan } from './plan.ts'

type Exported = Readonly<Record<string, unknown>>
type Callable = (...args: unknown[]) => unknown
type SetUp = { readonly epochMs: number; readonly data: readonly unknown[] }

const MS_UNTIL_THE_FIRST_ARRIVAL = 500
/** These say when and how much, which is ours to decide, or would lift the block list. */
const DROPPED = [
  'scenarios',
  'vus',
  'duration',
  'iterations',
  'stages',
  'paused',
  'noSetup',
  'noTeardown',
  'hosts',
  'rps',
]
const DROPPED_TOO = [
  'executionSegment',
  'executionSegmentSequence',
  'minIterationDuration',
  'ext',
  'cloud',
  'systemTags',
]

const epochs = new Counter('fulldress_epoch')
const iterations = new Counter('fulldress_iteration')

/** Everything the generated wrapper exports, made from the plan and the users' unchanged scripts. Runs inside k6. */
export function play(plan: PlayPlan, scripts: readonly Exported[], arrivals: Readonly<Record<string, Arrivals>>) {
  return {
    options: mergeOptions(plan, scripts),
    setup: async (): Promise<SetUp> => {
      const data: unknown[] = []
      for (const script of scripts) data.push(await call(script.setup))
      // The epoch is set here, after the scripts' own setup, whose length nobody knows beforehand.
      const epochMs = Date.now() + MS_UNTIL_THE_FIRST_ARRIVAL
      epochs.add(epochMs)
      return { epochMs, data }
    },
    teardown: async ({ data }: SetUp) => {
      for (const [index, script] of scripts.entries()) await call(script.teardown, data[index])
    },
    play: async ({ epochMs, data }: SetUp) => {
      const played = execution().scenario.name
      const scenario = plan.scenarios.find(({ name }) => name === played)
      if (scenario === undefined) throw new Error(`no scenario ${played} in the plan`)
      if (!awaitArrival(arrivals[scenario.name], epochMs)) return
      let threw = 1
      try {
        await call(scripts[scenario.script]?.[scenario.exec], data[scenario.script])
        threw = 0
      } finally {
        iterations.add(threw)
      }
    },
    conduct: () => conduct(plan.control),
    beWoken: () => beWoken(plan.waker),
    handleSummary: async (summary: Exported) => ({
      ...(await printedByScripts(plan, scripts, summary)),
      [plan.summaryFile]: JSON.stringify(summary),
    }),
  }
}

function mergeOptions(plan: PlayPlan, scripts: readonly Exported[]): Record<string, unknown> {
  for (const { script, exec: name } of plan.scenarios) {
    if (typeof scripts[script]?.[name] !== 'function') throw new Error(`the script exports no function '${name}'`)
  }
  const merged: Record<string, unknown> = {}
  for (const script of scripts) Object.assign(merged, script.options)
  for (const name of [...DROPPED, ...DROPPED_TOO]) delete merged[name]
  return Object.assign(merged, plan.options)
}

async function printedByScripts(plan: PlayPlan, scripts: readonly Exported[], summary: Exported) {
  const files: Record<string, unknown> = {}
  for (const script of scripts) Object.assign(files, await call(script.handleSummary, withoutOurs(summary)))
  if (files.stdout !== undefined) files[plan.printedFile] = files.stdout
  delete files.stdout
  return files
}

function withoutOurs(summary: Exported): Exported {
  const metrics = Object.entries(summary.metrics as Exported).filter(([name]) => !name.startsWith('fulldress_'))
  return { ...summary, metrics: Object.fromEntries(metrics) }
}

function call(function_: unknown, argument?: unknown): unknown {
  return typeof function_ === 'function' ? (function_ as Callable)(argument) : undefined
}
