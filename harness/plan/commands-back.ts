import { type Command, stepsBack } from '../model/step.ts'
import type { Plan } from './plan.ts'

/** A command that the way back runs, and its step. */
export interface CommandBack {
  readonly step: number
  readonly label: string
  readonly command: Command
}

/** The commands of the way back, in order: migration tools and scripts, not the SQL files that we apply ourselves. */
export function commandsBack({ rollback }: Pick<Plan, 'rollback'>): readonly CommandBack[] {
  return stepsBack(rollback).flatMap((step, index) => {
    const { label } = step
    if (step.kind === 'run') return [{ step: index, label, command: step.run }]
    return step.kind === 'migrate' && 'tool' in step ? [{ step: index, label, command: step.tool }] : []
  })
}
