import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseAddress, ServiceDescription, ServiceVersion } from '../../model/stage.ts'
import type { Command } from '../../model/step.ts'
import { run } from '../../process/run.ts'
import type { CommandResult } from '../copy.ts'
import type { CommandOptions, GroundOptions } from '../ground.ts'
import { databaseEnvironment, databaseValues, fill, fillAll, type Values } from '../placeholders.ts'
import { openServiceFile, servicesOf } from '../service-file.ts'
import { baseEnvironment } from './environment.ts'

/** The shell command that starts a service's version. */
export function commandOf(service: ServiceDescription, { command, version }: ServiceVersion, values: Values): string {
  if (command !== null) return fill(command, values)
  throw new RehearsalError(
    'usage',
    `expected a command for ${service.name} ${version}, found none: as a process it has no image to take one from`,
    'give the version a `command` (and a `source`), or rehearse with --runtime containers',
  )
}

/** Where and as what a command is run. */
export interface CommandPlace extends Omit<CommandOptions, 'source'> {
  readonly command: Command
  /** null on the host, with the operator's PATH and HOME. */
  readonly version: ServiceVersion | null
  /** The version's prepared source. */
  readonly source: string | null
  readonly values: Values
  readonly server: DatabaseAddress
  readonly ground: GroundOptions
}

/** Runs a step's command to its end on this machine; time-out and abort end everything that it started. */
export async function runCommand(place: CommandPlace): Promise<CommandResult> {
  const { command, ground, name, signal, killed, source, version } = place
  const address = { ...(place.at ?? place.server), ...(place.database !== undefined && { database: place.database }) }
  const values = { ...place.values, ...databaseValues(address) }
  const home = version === null ? { HOME: homedir() } : {}
  const declared = { ...fillAll(version?.environment ?? {}, values), ...fillAll(command.environment, values) }
  const logFile = logFileOf(ground.folder, name)
  using services = openServiceFile(`${logFile}.services`, address, servicesOf(command.command, declared))
  const env = {
    ...baseEnvironment(ground, source),
    ...home,
    ...services.environment,
    ...fillAll(version?.environment ?? {}, values),
    ...databaseEnvironment(address),
    PGAPPNAME: 'fulldress-step',
    ...fillAll(command.environment, values),
  }
  const cwd = version === null ? command.cwd : (source ?? command.cwd)
  const options = { cwd, env, logFile, timeoutMs: command.timeoutMs, signal, ...(killed && { killed }) }
  const { exitCode, timedOut, tail } = await run('sh', ['-c', fill(command.command, values)], options)
  return { exitCode, timedOut, tail, logFile: relative(ground.folder, logFile) }
}

/** A command's log file, named after its label. */
export function logFileOf(folder: string, name: string): string {
  return join(folder, 'logs', `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 80)}.log`)
}
