import { dirname } from 'node:path'
import { describe, RehearsalError } from '../errors.ts'
import { applySql } from '../migrator/apply.ts'
import type { Recorder } from '../model/evidence.ts'
import type { Command, Step } from '../model/step.ts'
import type { Company } from './act.ts'
import { pauseUntil } from './pause.ts'
import { onStage, type Scene } from './scene.ts'

type Transition = 'upgrade' | 'rollback'

/**
 * Performs steps in order until one fails. A failing step is news about the upgrade, so it is recorded, not thrown;
 * only an interruption or a stray request throws.
 */
export async function performSteps(
  scene: Scene,
  act: Transition,
  steps: readonly Step[],
  company: Pick<Company, 'journal' | 'signal' | 'interrupted'>,
): Promise<boolean> {
  const record = company.journal.record.bind(company.journal)
  for (const [step, { label }] of steps.entries()) {
    const startedAt = Date.now()
    record({ kind: 'step.started', act, step, label })
    const reason = await failure(
      performStep(scene, act, step, steps[step] as Step, { record, signal: company.signal }),
      company,
    )
    const ended = { kind: 'step.ended', act, step, label, startedAt, endedAt: Date.now() } as const
    record(reason === null ? { ...ended, ok: true } : { ...ended, ok: false, reason })
    if (reason !== null) return false
  }
  return true
}

async function failure(
  performed: Promise<void>,
  { signal, interrupted }: Pick<Company, 'signal' | 'interrupted'>,
): Promise<string | null> {
  try {
    await performed
    return null
  } catch (error) {
    interrupted.throwIfAborted()
    if (signal.reason instanceof RehearsalError && signal.reason.code === 'stray-request') throw signal.reason
    return describe(signal.reason ?? error)
  }
}

async function performStep(
  scene: Scene,
  act: Transition,
  index: number,
  step: Step,
  { record, signal }: { readonly record: Recorder; readonly signal: AbortSignal },
): Promise<void> {
  const copy = onStage(scene, 'copy')
  switch (step.kind) {
    case 'wait':
      return pauseUntil(Date.now() + step.waitMs, signal)
    case 'service':
      return copy.swap(step)
    case 'run':
      return runCommand(scene, step.run, `${act}-${index + 1}`, signal)
    case 'migrate':
      if ('tool' in step) return runCommand(scene, step.tool, `${act}-${index + 1}`, signal)
      return applySql({
        address: copy.database,
        sql: step.sql,
        root: dirname(scene.plan.spec),
        recordAs: { record, act, step: index },
        progress: scene.progress,
        signal,
      })
    default:
      step satisfies never
  }
}

/** Runs a command and rejects unless it exits with 0; the message carries its last lines. */
export async function runCommand(
  scene: Scene,
  command: Command,
  name: string,
  signal: AbortSignal,
  database?: string,
): Promise<void> {
  const options = { name, signal, ...(database === undefined ? {} : { database }) }
  const result = await onStage(scene, 'copy').run(command, options)
  if (result.exitCode === 0) return
  const how = result.timedOut
    ? `was still running after ${command.timeoutMs / 1000} s and was ended`
    : `exited with ${result.exitCode ?? 'a signal'}`
  throw new Error(`\`${command.command}\` ${how}; expected exit code 0. Last lines:\n${result.tail}`)
}
