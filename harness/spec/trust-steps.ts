import type { z } from 'zod'
import { formatDuration } from '../model/duration.ts'
import { maskedCommand } from '../model/masked-command.ts'
import type { ServiceDescription } from '../model/stage.ts'
import type { Command, SqlFiles, Step } from '../model/step.ts'
import type { ShapedSpec } from './schema.ts'
import { listSqlFiles } from './sql-files.ts'
import type { commandSchema, sqlSchema } from './steps-schema.ts'

/** What steps stand on: the folder of the spec, the services it declares, and its texts as they may be told. */
export interface Ground {
  readonly folder: string
  readonly told: ReadonlyMap<string, string>
  readonly services: ReadonlyMap<string, ServiceDescription>
}

type ShapedStep = ShapedSpec['upgrade']['steps'][number]
type ShapedCommand = string | z.output<typeof commandSchema>

export const STEP_TIMEOUT_MS = 600_000

/** One step; its label names what the terminal and the journal should call it. */
export function trustStep(step: ShapedStep, ground: Ground): Step {
  if ('wait' in step) return { kind: 'wait', label: `wait ${formatDuration(step.wait)}`, waitMs: step.wait }
  if ('run' in step) {
    const run = trustCommand(step.run, STEP_TIMEOUT_MS, ground)
    return { kind: 'run', label: `run ${brief(run.told)}`, run }
  }
  if ('service' in step) return trustSwap(step.service, ground)
  if ('files' in step.migrate) {
    const { files, direction, after, upTo } = step.migrate
    const range = `${after === undefined ? '' : ` after ${after}`}${upTo === undefined ? '' : ` up to ${upTo}`}`
    return { kind: 'migrate', label: `migrate ${direction} ${files}${range}`, sql: trustSql(step.migrate, ground) }
  }
  const tool = trustCommand(step.migrate, STEP_TIMEOUT_MS, ground)
  return { kind: 'migrate', label: `migrate ${brief(tool.told)}`, tool }
}

/** A command; whatever the spec says in one word is spelled out. */
export function trustCommand(shaped: ShapedCommand, timeoutMs: number, ground: Ground): Command {
  const command = typeof shaped === 'string' ? { command: shaped, environment: {} } : shaped
  return {
    command: command.command,
    told: maskedCommand(ground.told.get(command.command) ?? command.command),
    environment: command.environment,
    timeoutMs: ('timeout' in command ? command.timeout : undefined) ?? timeoutMs,
    in: trustIn('in' in command ? command.in : undefined, ground),
    cwd: ground.folder,
  }
}

/** SQL files, listed now, so that a plan can name them. */
export function trustSql(sql: z.output<typeof sqlSchema>, { folder }: Ground): SqlFiles {
  const listing = listSqlFiles(sql, sql.direction, folder)
  if ('expected' in listing) throw new Error(`${sql.files} changed while the spec was read`)
  return {
    ...listing,
    direction: sql.direction,
    lock: sql.lock,
    lockTimeoutMs: sql.lockTimeout ?? null,
    retries: sql.retries,
    timeoutMs: sql.timeout,
  }
}

function trustSwap(
  { strategy, replicas, drain, ...swapped }: Extract<ShapedStep, { service: unknown }>['service'],
  { services }: Ground,
): Step {
  const [service, version] = Object.entries(swapped)[0] ?? ['', '']
  return {
    kind: 'service',
    label: `service ${service} ${version} (${strategy})`,
    service,
    version: String(version),
    strategy,
    replicas: replicas ?? services.get(service)?.replicas ?? 1,
    drainMs: drain,
  }
}

function trustIn(text: string | undefined, { services }: Ground): Command['in'] {
  if (text === undefined) return null
  const [service = '', version] = text.split('@')
  return { service, version: version ?? services.get(service)?.initial ?? 'default' }
}

/** Labels go everywhere that a run is told of, so they are cut from what may be told. */
function brief(told: string): string {
  const [line = '', ...more] = told.trim().split('\n')
  return line.length > 60 || more.length > 0 ? `${line.slice(0, 59)}…` : line
}
