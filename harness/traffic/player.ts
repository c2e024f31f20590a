import type { Fact } from '../model/evidence.ts'
import { openControl } from './control.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { Traffic, TrafficOptions } from './traffic.ts'
import { TrafficRun } from './traffic-run.ts'
import { startWaker } from './waker.ts'

/**
 * Starts k6 on the users' scripts and resolves when the first arrival is near: setup is over, the blocks have begun.
 * Records `traffic.started`.
 */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  await using started = new AsyncDisposableStack()
  const control = started.use(await openControl(options.frontIp))
  const waker = started.use(await startWaker(options.frontIp))
  const prepared = await prepare(options, { control: control.url, waker: waker.url })
  const run = started.use(new TrafficRun(options, prepared, control))
  waker.begin(await Promise.race([run.begun, run.failure, aborted(options.signal)]), prepared.arrivals)
  options.record(startedFact(options, prepared))
  const owned = started.move()
  return {
    acknowledged: run.acknowledged,
    blockAfter: (epochMs) => run.blockAfter(epochMs),
    phase: (phase, fromMs, toMs) => run.phase(phase, fromMs, toMs),
    enter: (state) => run.enter(state),
    statesSeen: () => run.statesSeen(),
    trend: (fromMs, toMs) => run.trend(fromMs, toMs),
    recent: () => run.recent(),
    end: () => run.end(),
    failure: run.failure,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function startedFact({ k6 }: TrafficOptions, { scenarios, notes }: Prepared): Fact {
  return {
    kind: 'traffic.started',
    k6: k6.version,
    scenarios: scenarios.map(({ name, ratePerSecond, note }, index) => ({
      name,
      ratePerSecond,
      executor: ratePerSecond === null ? 'constant-vus' : 'open schedule',
      // Thresholds belong to no scenario; what they lose is told with the first.
      note: [note, ...(index === 0 ? notes : [])].filter((words) => words !== '').join('; '),
    })),
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
