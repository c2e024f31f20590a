/** Steps of the upgrade and the rollback, and the statements of SQL files. */
export type StepFact =
  | {
      readonly kind: 'step.started'
      readonly act: 'upgrade' | 'rollback'
      readonly step: number
      readonly label: string
    }
  | {
      readonly kind: 'step.ended'
      readonly act: 'upgrade' | 'rollback'
      readonly step: number
      readonly label: string
      readonly ok: boolean
      readonly startedAt: number
      readonly endedAt: number
      readonly reason?: string
      /** An error of the server that a command printed and yet exited with 0. */
      readonly complaint?: string
    }
  | {
      readonly kind: 'statement.ran'
      readonly act: 'upgrade' | 'rollback'
      readonly step: number
      /** Relative to the spec's folder. */
      readonly file: string
      readonly line: number
      readonly statement: string
      readonly pid: number
      readonly startedAt: number
      readonly endedAt: number
      readonly error?: { readonly sqlstate: string; readonly message: string }
    }
