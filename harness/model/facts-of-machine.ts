import type { SteadyPhase } from './act.ts'

/**
 * What the machine itself had to give in a steady phase. Shares are of the CPU time of all its processors, from 0 to 1;
 * null where the system does not tell. Journals of before 0.2 have none.
 */
export type MachineFact = {
  readonly kind: 'machine.pace'
  readonly phase: SteadyPhase
  readonly overMs: number
  readonly cpus: number
  /** Programs of the rehearsal: the harness, k6, the staging copy. Where it cannot be told, a program counts as ours. */
  readonly ours: number | null
  /** Programs that are no part of it. */
  readonly others: number | null
  /** Taken by a hypervisor for other machines. */
  readonly stolen: number | null
  /**
   * CPU time that a fixed piece of work took, the median, in ms: more where the processor is slower or shares its core.
   * Waiting for a processor is no part of it. null where there were too few pieces.
   */
  readonly workMs: number | null
}
