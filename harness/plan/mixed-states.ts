import type { TransitionPhase } from '../model/act.ts'
import type { MixedState } from '../model/mixed-state.ts'
import type { ServiceDescription } from '../model/stage.ts'
import { type Step, stepsBack } from '../model/step.ts'
import type { Plan } from './plan.ts'

/** Fewer requests would say little about a state; at a Poisson rate none at all come once in 20,000 times. */
const REQUESTS = 10
const LEAST_MS = 1_000
const MOST_MS = 10_000
const SHARE_OF_ACT = 0.1

/** How long a mixed state takes traffic at least, before the step that ends it. */
export function mixedMs({ actTimeMs, traffic }: Pick<Plan, 'actTimeMs' | 'traffic'>): number {
  const perSecond = traffic.scenarios.reduce((sum, { ratePerSecond }) => sum + (ratePerSecond ?? 0), 0)
  const enough = perSecond === 0 ? 0 : (REQUESTS * 1_000) / perSecond
  return Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, actTimeMs * SHARE_OF_ACT, enough)))
}

/** Which mixture requests meet during a step and after it; null where versions and schema fit, or the schema is changing. */
export interface StepStates {
  readonly during: string | null
  readonly after: string | null
}

/** Every mixture that lasts from one step to a later one, once each, in order: each must be seen with requests. */
export function plannedStates(plan: Plan): readonly MixedState[] {
  return (['upgrade', 'rollback'] as const).flatMap((act) => {
    // What the last step leaves is a steady phase's to judge.
    const between = statesOf(plan, act).slice(0, -1)
    const states = between.flatMap(({ after }) => after ?? [])
    return [...new Set(states)].map((state) => ({ act, state }))
  })
}

/** The states of an act, step by step. */
export function statesOf(plan: Plan, act: TransitionPhase): readonly StepStates[] {
  const steps = stepsOf(plan, act)
  // From a restore on, new versions meet the old schema until they are replaced: the outage that this way back declares,
  // and whose length is measured. It is nothing to stay in.
  if (act === 'rollback' && plan.rollback.way === 'restore') return steps.map(() => ({ during: null, after: null }))
  const cast = new Cast(plan, act)
  return steps.map((step) => {
    if (step.kind === 'wait' || step.kind === 'run') {
      const state = cast.state()
      return { during: state, after: state }
    }
    if (step.kind === 'migrate' || step.kind === 'restore') {
      cast.migrate()
      return { during: null, after: cast.state() }
    }
    const during = cast.swapping(step)
    cast.swap(step)
    return { during, after: cast.state() }
  })
}

function stepsOf(plan: Plan, act: TransitionPhase): readonly Step[] {
  return act === 'upgrade' ? plan.upgrade : stepsBack(plan.rollback)
}

type Swap = Extract<Step, { kind: 'service' }>

function changesSchema({ kind }: Step): boolean {
  return kind === 'migrate' || kind === 'restore'
}

/** Who runs in which version on which schema, as the steps go by. */
class Cast {
  readonly #services: readonly ServiceDescription[]
  readonly #act: TransitionPhase
  readonly #versions = new Map<string, string>()
  readonly #migrations: number
  readonly #changesSchema: boolean
  #migrated = 0

  constructor(plan: Plan, act: TransitionPhase) {
    const newest = new Map(
      plan.upgrade.flatMap((step) => (step.kind === 'service' ? [[step.service, step.version] as const] : [])),
    )
    // A service that is only restarted has no version that could fail to fit.
    this.#services = plan.stage.services.filter(({ name, initial }) => (newest.get(name) ?? initial) !== initial)
    this.#act = act
    for (const { name, initial } of this.#services)
      this.#versions.set(name, act === 'upgrade' ? initial : (newest.get(name) ?? initial))
    this.#migrations = stepsOf(plan, act).filter(changesSchema).length
    this.#changesSchema = plan.upgrade.some(changesSchema)
  }

  migrate(): void {
    this.#migrated++
  }

  swap({ service, version }: Swap): void {
    if (this.#versions.has(service)) this.#versions.set(service, version)
  }

  state(): string | null {
    const unfit = this.#services.filter((service) => !this.#fits(service, this.#versions.get(service.name)))
    return this.#onSchema(unfit.map(({ name }) => `${name} ${this.#versions.get(name)}`))
  }

  /** While replicas are replaced one by one, both versions answer; where all are stopped first, nobody does. */
  swapping({ service, version, strategy }: Swap): string | null {
    const from = this.#versions.get(service)
    if (strategy === 'recreate' || from === undefined || from === version) return null
    return this.#onSchema([`${service} ${from} and ${version} side by side`])
  }

  #onSchema(names: readonly string[]): string | null {
    return names.length === 0 || !this.#changesSchema ? null : `${names.join(' and ')} on ${SCHEMA[this.#schema()]}`
  }

  #fits({ initial }: ServiceDescription, version: string | undefined): boolean {
    return this.#schema() === (version === initial ? 'old' : 'new')
  }

  /** A way back without migrations leaves the schema as the upgrade made it. */
  #schema(): 'old' | 'new' | 'partly' {
    const [from, to] = this.#act === 'upgrade' ? (['old', 'new'] as const) : (['new', 'old'] as const)
    if (this.#migrated === 0) return from
    return this.#migrated >= this.#migrations ? to : 'partly'
  }
}

const SCHEMA = { old: 'the old schema', new: 'the new schema', partly: 'a partly migrated schema' } as const
