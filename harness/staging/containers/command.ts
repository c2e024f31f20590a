import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../../model/stage.ts'
import type { Command } from '../../model/step.ts'
import type { CommandResult } from '../copy.ts'
import type { CommandOptions } from '../ground.ts'
import { databaseEnvironment, databaseValues, fillAll, type Values } from '../placeholders.ts'
import { logFileOf } from '../processes/command.ts'
import { servicesOf, withServices } from '../service-file.ts'
import type { StartedContainer } from './container.ts'
import { replicaOptions } from './replica.ts'
import type { ContainerStage } from './stage.ts'

interface InsideCommand extends CommandOptions {
  readonly command: Command
  readonly sources: ReadonlyMap<string, string>
  readonly values: Values
  /** The database as the inside sees it. */
  readonly server: DatabaseAddress
}

/** Runs a command in a one-off container of a service's version; time-out and abort end the container. */
export async function runInside(stage: ContainerStage, inside: InsideCommand): Promise<CommandResult> {
  const { command, name, signal, killed } = inside
  const { folder } = stage.options
  const logFile = logFileOf(folder, name)
  const container = await stage.inside({ label: name, options: await optionsOf(stage, inside), logFile })
  const over = killed === undefined ? signal : AbortSignal.any([signal, killed])
  const end = await race(container, command.timeoutMs, over)
  if (end === 'over') await container.stop(0)
  const code = await container.ended
  await Promise.race([container.logged, sleep(2000, null, { ref: false })])
  const tail = container.tail()
  await container.stop(0)
  const timedOut = end === 'over' && !over.aborted
  return { exitCode: end === 'over' ? null : code, timedOut, tail, logFile: relative(folder, logFile) }
}

async function optionsOf(stage: ContainerStage, inside: InsideCommand) {
  const { command, database, values, server } = inside
  const { service, version } = command.in ?? { service: '', version: '' }
  const known = stage.options.description.services.find(({ name }) => name === service)
  const found = known?.versions[version]
  if (found === undefined) throw new Error(`a command asked for ${service} ${version}, which the plan does not know`)
  const address = { ...server, ...(database !== undefined && { database }) }
  const filled = { ...values, ...databaseValues(address) }
  const replaced = inside.source === undefined || found.source === null ? [] : [[found.source, inside.source] as const]
  const declared = { ...fillAll(found.environment, filled), ...fillAll(command.environment, filled) }
  return await replicaOptions(stage, found, {
    sources: new Map([...inside.sources, ...replaced]),
    values: filled,
    environment: {},
    overruling: {
      ...databaseEnvironment(address),
      PGAPPNAME: 'fulldress-step',
      ...fillAll(command.environment, filled),
    },
    container: known?.container,
    command: withServices(command.command, address, servicesOf(command.command, declared)),
  })
}

/** `over` when time is up or the operator has had enough, before the container ended by itself. */
async function race(container: StartedContainer, timeoutMs: number, signal: AbortSignal): Promise<'ended' | 'over'> {
  const timer = new AbortController()
  const over = sleep(timeoutMs, 'over' as const, { signal: AbortSignal.any([signal, timer.signal]) })
  try {
    return await Promise.race([container.ended.then(() => 'ended' as const), over.catch(() => 'over' as const)])
  } finally {
    timer.abort()
  }
}
