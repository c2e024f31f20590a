import { restoring, type Snapshot, type WayBack } from '../model/step.ts'
import type { ShapedSpec } from './schema.ts'
import { type Ground, STEP_TIMEOUT_MS, trustCommand, trustStep } from './trust-steps.ts'

type ShapedRollback = NonNullable<ShapedSpec['rollback']>
type ShapedWay = Omit<ShapedRollback, 'alternatives' | 'irreversible' | 'show'> | ShapedRollback['alternatives'][number]
type ShapedRestore = Extract<ShapedRollback['alternatives'][number], { way: 'restore' }>

interface Ways {
  readonly rollback: WayBack
  readonly alternatives: readonly WayBack[]
}

/** The declared way back, and those it may be compared with. */
export function trustRollback(rollback: ShapedSpec['rollback'], ground: Ground): Ways {
  if (rollback === undefined) {
    return { rollback: { way: 'down', steps: [], pointOfNoReturn: 'none, for nothing is upgraded' }, alternatives: [] }
  }
  const { alternatives, irreversible: _declaredElsewhere, show: _told, ...declared } = rollback
  return {
    rollback: trustWay(declared as ShapedWay, ground),
    alternatives: alternatives.map((way) => trustWay(way, ground)),
  }
}

function trustWay(shaped: ShapedWay, ground: Ground): WayBack {
  const way = shaped as ShapedRollback['alternatives'][number] | Extract<ShapedRollback, { way: 'none' }>
  const { pointOfNoReturn } = way
  if (way.way === 'none') return { way: 'none', reason: way.reason, pointOfNoReturn }
  const back = { steps: way.steps.map((step) => trustStep(step, ground)), pointOfNoReturn }
  return way.way === 'restore' ? restoring(trustSnapshot(way, ground), back) : { way: way.way, ...back }
}

function trustSnapshot({ snapshot, restore }: ShapedRestore, ground: Ground): Snapshot {
  if (snapshot === undefined || restore === undefined) return { by: 'base-backup' }
  const [take, back] = [snapshot, restore].map((command) => trustCommand(command, STEP_TIMEOUT_MS, ground))
  if (take === undefined || back === undefined) throw new Error('a snapshot has two commands')
  return { by: 'commands', take, restore: back }
}
