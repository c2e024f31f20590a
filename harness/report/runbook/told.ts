import { formatDuration } from '../../model/duration.ts'
import type { ToldCommand, ToldStep } from '../../model/told-step.ts'
import { code, fenced } from '../markdown-text.ts'

/** What somebody does by hand to perform a step, as Markdown lines. */
export function doingsOf(told: ToldStep | null): readonly string[] {
  if (told === null) return ['Not recorded: what this step does. The spec beside this file says it.\n']
  switch (told.kind) {
    case 'sql':
      return [`Apply, in this order, on one session (${patience(told)}${lockedBy(told)}):\n`, ...files(told), '']
    case 'command':
      return [commandText(told.command)]
    case 'service': {
      const image = told.image === null ? '' : `, image ${code(told.image)}`
      const { service, version, replicas, strategy, drainMs } = told
      const how = strategy === 'rolling' ? 'one replica at a time' : 'stop the old before the new is started'
      return [
        `Bring ${code(service)} to version ${code(version)}${image}: ${how}, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}, requests under way have ${formatDuration(drainMs)} to end.\n`,
      ]
    }
    case 'wait':
      return [`Wait for ${formatDuration(told.waitMs)}.\n`]
    case 'restore':
      return told.restore === null
        ? ['Stop the database, put the base backup in its place and start it.\n']
        : [commandText(told.restore)]
    default:
      return told satisfies never
  }
}

/** A command behind a fence, with where it runs and which variables it needs. */
export function commandText({ command, in: where, variables, timeoutMs }: ToldCommand): string {
  const place = where === null ? 'in the folder of the spec' : `in the source of ${code(where)}`
  const needs = variables.length === 0 ? '' : `, with the variables ${variables.map(code).join(', ')}`
  return `${fenced(command, 'sh')}\nRun ${place}${needs}; given up after ${formatDuration(timeoutMs)}.\n`
}

interface Halves {
  readonly up: readonly [marker: string, command: string]
  readonly down: readonly [marker: string, command: string]
}

/** How tools mark the directions in a file, and the command of each that applies what is pending, or undoes the last. */
const HALVES: Readonly<Record<string, Halves>> = {
  dbmate: { up: ['-- migrate:up', 'dbmate up'], down: ['-- migrate:down', 'dbmate rollback'] },
  goose: { up: ['-- +goose Up', 'goose up'], down: ['-- +goose Down', 'goose down'] },
  'sql-migrate': { up: ['-- +migrate Up', 'sql-migrate up'], down: ['-- +migrate Down', 'sql-migrate down'] },
  'node-pg-migrate': {
    up: ['-- Up Migration', 'node-pg-migrate up'],
    down: ['-- Down Migration', 'node-pg-migrate down'],
  },
}

function files({ files: names, parts }: Extract<ToldStep, { kind: 'sql' }>): readonly string[] {
  return names.map((file, index) => `${index + 1}. ${code(file)}${parts === undefined ? '' : partOf(parts)}`)
}

function partOf({ tool, direction }: Required<Extract<ToldStep, { kind: 'sql' }>>['parts']): string {
  const half = HALVES[tool]?.[direction]
  if (half === undefined) return `, **the part for the way ${direction} alone**, as ${tool} does`
  return `, **the part under ${code(half[0])} alone**, as ${code(half[1])} does`
}

function patience({ lockTimeoutMs, retries }: Extract<ToldStep, { kind: 'sql' }>): string {
  if (lockTimeoutMs === null) return 'no `lock_timeout` of its own'
  const again = retries === 0 ? 'not tried again' : `tried again up to ${retries} times`
  return `a file that waits for a lock for ${formatDuration(lockTimeoutMs)} is given up and ${again}`
}

function lockedBy({ lock }: Extract<ToldStep, { kind: 'sql' }>): string {
  return lock === 'advisory' ? ', under an advisory lock against a second runner' : ''
}
