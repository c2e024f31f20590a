import { restoring, type Step, stepsBack, type WayBack } from '../model/step.ts'
import type { Plan } from './plan.ts'

type Swap = Extract<Step, { kind: 'service' }>

/**
 * The ways back that a plan can be rehearsed with, the declared one first: those that the spec declares, and what follows
 * from them, for a snapshot can always be restored, and code alone can always go back. Migrations down are the spec's alone.
 */
export function waysOf(plan: Plan): readonly WayBack[] {
  const declared = [plan.rollback, ...plan.alternatives]
  if (plan.upgrade.length === 0) return declared.slice(0, 1)
  const back = { steps: swapsBack(plan, declared), pointOfNoReturn: 'not named' }
  const derived: readonly WayBack[] = [restoring({ by: 'base-backup' }, back), { way: 'code-only', ...back }]
  return [...declared, ...derived].filter(
    (way, index, all) => all.findIndex((other) => other.way === way.way) === index,
  )
}

/** The old versions of the services, as a declared way brings them back; else the upgrade's swaps turned round. */
function swapsBack({ upgrade, stage }: Plan, declared: readonly WayBack[]): readonly Step[] {
  const named = declared.map((way) => stepsBack(way).filter(isSwap)).find((swaps) => swaps.length > 0)
  if (named !== undefined) return named
  return upgrade.filter(isSwap).map((swap) => {
    const version = stage.services.find(({ name }) => name === swap.service)?.initial ?? swap.version
    return { ...swap, version, label: `service ${swap.service} ${version} (${swap.strategy})` }
  })
}

function isSwap(step: Step): step is Swap {
  return step.kind === 'service'
}
