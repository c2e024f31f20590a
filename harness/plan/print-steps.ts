import { formatDuration } from '../model/duration.ts'
import type { Command, Snapshot, SqlFiles, Step, WayBack } from '../model/step.ts'

/** Steps in order, each with what it would apply or run. */
export function printSteps(steps: readonly Step[]): readonly string[] {
  if (steps.length === 0) return ['no steps: nothing changes']
  return steps.flatMap((step, index) => [`${index + 1}. ${step.label}`, ...printDetails(step)])
}

/** The way back: what is done before its steps, and the steps. */
export function printWay(rollback: WayBack): readonly string[] {
  switch (rollback.way) {
    case 'none':
      return [`none: ${rollback.reason}`]
    case 'down':
      return printSteps(rollback.steps)
    case 'restore':
      return printSteps(rollback.steps)
    case 'code-only':
      return ['the schema stays as it is; only code goes back', ...printSteps(rollback.steps)]
    default:
      return rollback satisfies never
  }
}

function printSnapshot(snapshot: Snapshot): string {
  if (snapshot.by === 'base-backup') return 'a base backup of PostgreSQL’s own'
  return `\`${printCommand(snapshot.take)}\`, \`${printCommand(snapshot.restore)}\``
}

/** What is proved on the quiet clone. */
export function printProof({ way }: WayBack): string {
  return {
    down: 'up and down on a quiet clone: rows and catalog must be equal',
    restore: 'no migrations down to prove; that the snapshot comes back is: no row written since may be left',
    'code-only': 'no migrations down to prove: the schema stays',
    none: 'no way back to prove',
  }[way]
}

function printDetails(step: Step): readonly string[] {
  switch (step.kind) {
    case 'migrate':
      return 'sql' in step
        ? [`   ${printSafety(step.sql)}`, ...printFiles(step.sql).map((line) => ` ${line}`)]
        : printRun(step.tool)
    case 'service':
      return [
        `   ${step.replicas} replica${step.replicas === 1 ? '' : 's'}, drained for ${formatDuration(step.drainMs)} at most`,
      ]
    case 'run':
      return printRun(step.run)
    case 'wait':
      return []
    case 'restore':
      return [`   from just before the upgrade: ${printSnapshot(step.snapshot)}`]
    default:
      return step satisfies never
  }
}

function printSafety({ layout, lock, lockTimeoutMs, retries }: SqlFiles): string {
  const laidOut = layout === undefined ? '' : `files of ${layout.tool}, `
  const held = lock === 'advisory' ? 'advisory lock' : 'no migration lock'
  const timeout = lockTimeoutMs === null ? 'no lock_timeout' : `lock_timeout ${formatDuration(lockTimeoutMs)}`
  return `${laidOut}${held}, ${timeout}, ${retries === 0 ? 'no' : retries} ${retries === 1 ? 'retry' : 'retries'}`
}

/** The SQL files of a step or of the seed. */
export function printFiles({ files }: SqlFiles): readonly string[] {
  return files.map((file) => `  ${file}`)
}

/** A command, and where it runs. */
export function printCommand({ told, in: where }: Command): string {
  const [line = ''] = told.split('\n')
  return where === null ? line : `${line}   in ${where.service}@${where.version}`
}

function printRun({ told, in: where, timeoutMs }: Command): readonly string[] {
  const place = where === null ? 'on this machine' : `in ${where.service}@${where.version}`
  return [
    ...told
      .trim()
      .split('\n')
      .map((line) => `   ${line}`),
    `   ${place}, ${formatDuration(timeoutMs)} at most`,
  ]
}
