import { join } from 'node:path'
import type { TransitionPhase } from '../model/act.ts'
import { entriesOf } from '../model/evidence.ts'
import type { MixedEndpoint, ServerError } from '../model/facts-of-versions.ts'
import type { Step } from '../model/step.ts'
import { mixedMs, statesOf } from '../plan/mixed-states.ts'
import { type LoggedError, readLoggedErrors } from '../staging/postgres/log.ts'
import type { StateSeen } from '../traffic/states.ts'
import type { Company } from './act.ts'
import { pauseUntil } from './pause.ts'
import { onStage, type Scene } from './scene.ts'

/** Our own sessions are named so; what they are refused is no service's trouble. */
const OURS = /^fulldress/

/** An error's log line and the answer that it made fail are stamped by two programs. */
const TOLERANCE_MS = 20

/** What a transition tells of its steps, so that mixtures of versions and schema are seen for long enough. */
export interface MixedStates {
  /** Lets a mixture that the step would end take traffic for a while first. */
  before(step: number): Promise<void>
  after(step: number): void
  /** Records what requests met in each mixture; the phase must be cut by then. */
  record(): Promise<void>
}

/** Follows the steps of a transition through the mixtures of versions and schema that they pass. */
export function followMixedStates(
  scene: Scene,
  act: TransitionPhase,
  steps: readonly Step[],
  { journal, signal, interrupted }: Pick<Company, 'journal' | 'signal' | 'interrupted'>,
): MixedStates {
  const traffic = onStage(scene, 'traffic')
  // After half an upgrade nobody knows which mixture is on stage.
  const failed = entriesOf(journal.read(), 'step.ended').some(({ ok }) => !ok)
  const states = failed ? [] : statesOf(scene.plan, act)
  const beganMs = Date.now()
  let enteredMs = beganMs
  let current: string | null = null
  const enter = (state: string | null) => {
    if (state === current) return
    current = state
    enteredMs = Date.now()
    traffic.enter(state)
  }
  return {
    async before(step) {
      if (current !== null && endsState(steps[step])) {
        // A peril is the next step's to meet and to report.
        await pauseUntil(enteredMs + mixedMs(scene.plan), signal).catch(() => interrupted.throwIfAborted())
      }
      enter(states[step]?.during ?? null)
    },
    // What the last step leaves is a steady phase's to judge.
    after: (step) => enter(step === steps.length - 1 ? null : (states[step]?.after ?? null)),
    async record() {
      enter(null)
      const seen = traffic.statesSeen()
      if (seen.length === 0) return
      const errors = await readLoggedErrors(join(scene.folder, 'logs', 'database.log'), beganMs)
      const swaps = new Set(
        states.flatMap(({ during }, step) => (steps[step]?.kind === 'service' ? (during ?? []) : [])),
      )
      for (const one of seen) {
        journal.record({
          kind: 'versions.mixed',
          act,
          state: one.state,
          swapping: swaps.has(one.state),
          requests: one.endpoints.reduce((sum, { requests }) => sum + requests, 0),
          endpoints: one.endpoints.map((endpoint) => ({
            ...endpoint,
            errors: refusalsOf(endpoint, one, errors ?? []),
          })),
          logged: errors !== null,
        })
      }
    },
  }
}

function endsState(step: Step | undefined): boolean {
  return step !== undefined && step.kind !== 'wait' && step.kind !== 'run'
}

/** What the server refused while the endpoint's requests failed: the errors that most of these have in common. */
function refusalsOf(
  { endpoint }: Pick<MixedEndpoint, 'endpoint'>,
  { failures }: StateSeen,
  errors: readonly LoggedError[],
): readonly ServerError[] {
  const counts = new Map<string, { readonly error: LoggedError; requests: number }>()
  for (const { fromMs, toMs } of failures.filter((failure) => failure.endpoint === endpoint)) {
    const met = errors.filter(
      ({ atMs, application }) =>
        !OURS.test(application) && atMs >= fromMs - TOLERANCE_MS && atMs <= toMs + TOLERANCE_MS,
    )
    for (const [key, error] of new Map(met.map((error) => [keyOf(error), error]))) {
      const count = counts.get(key) ?? { error, requests: 0 }
      count.requests++
      counts.set(key, count)
    }
  }
  const found = [...counts.values()].toSorted((one, other) => other.requests - one.requests)
  const most = found[0]?.requests ?? 0
  // Another endpoint's error falls into a few of these requests by chance.
  return found
    .filter(({ requests }) => requests * 2 >= most)
    .map(({ error, requests }) => ({ sqlstate: error.sqlstate, message: messageOf(error), requests }))
}

function keyOf(error: LoggedError): string {
  return `${error.sqlstate} ${messageOf(error) ?? ''}`
}

/** Class 42 names objects, as in `column "name" does not exist`; other messages may hold a row's values. */
function messageOf({ sqlstate, message }: LoggedError): string | null {
  return sqlstate.startsWith('42') ? message.replace(/ at character \d+$/, '') : null
}
