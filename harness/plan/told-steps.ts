import { dirname, join, relative } from 'node:path'
import { type Command, type SqlFiles, type Step, stepsBack } from '../model/step.ts'
import type { ToldCommand, ToldStep } from '../model/told-step.ts'
import type { Plan } from './plan.ts'

/** What each step does, for those who will perform it in production: files and commands, no secret among them. */
export function toldSteps(plan: Plan): {
  readonly upgrade: readonly ToldStep[]
  readonly rollback: readonly ToldStep[]
} {
  const tell = (step: Step) => told(plan, step)
  return { upgrade: plan.upgrade.map(tell), rollback: stepsBack(plan.rollback).map(tell) }
}

function told(plan: Plan, step: Step): ToldStep {
  const { label } = step
  switch (step.kind) {
    case 'migrate': {
      if ('tool' in step) return { label, kind: 'command', command: toldCommand(step.tool) }
      const { folder, files, lock, lockTimeoutMs, retries } = step.sql
      const from = relative(dirname(plan.spec), folder)
      const paths = files.map((file) => join(from, file))
      return { label, kind: 'sql', files: paths, lock, lockTimeoutMs, retries, ...partsOf(step.sql) }
    }
    case 'service': {
      const { service, version, strategy, replicas, drainMs } = step
      const image = plan.stage.services.find(({ name }) => name === service)?.versions[version]?.image ?? null
      return { label, kind: 'service', service, version, image, strategy, replicas, drainMs }
    }
    case 'run':
      return { label, kind: 'command', command: toldCommand(step.run) }
    case 'wait':
      return { label, kind: 'wait', waitMs: step.waitMs }
    case 'restore': {
      const { snapshot } = step
      const [take, restore] = snapshot.by === 'commands' ? [snapshot.take, snapshot.restore] : [null, null]
      const tell = (command: Command | null) => (command === null ? null : toldCommand(command))
      return { label, kind: 'restore', take: tell(take), restore: tell(restore) }
    }
    default:
      return step satisfies never
  }
}

/** Tools that keep both directions in one file; whoever applies such a file whole goes up and down again. */
function partsOf({ files, direction, layout }: SqlFiles): {
  readonly parts?: { tool: string; direction: 'up' | 'down' }
} {
  const holdsBoth = layout !== undefined && files.some((file) => layout.downOf[file] === file)
  return holdsBoth ? { parts: { tool: layout.tool, direction } } : {}
}

function toldCommand({ told, environment, timeoutMs, in: where }: Command): ToldCommand {
  return {
    command: told.trim(),
    in: where === null ? null : `${where.service}@${where.version}`,
    variables: Object.keys(environment),
    timeoutMs,
  }
}
