import type { SideFile } from './side-file.ts'

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
      /** A step that went through the tracing proxy; its trace line by line is in the side file. */
      readonly kind: 'step.traced'
      readonly act: 'upgrade' | 'rollback'
      readonly step: number
      /** Statements and transactions. */
      readonly lines: number
      /** Statements that could only be sampled. */
      readonly inexact: number
      /** What kept the proxy from tracing, a sentence each. */
      readonly troubles: readonly string[]
      /**
       * Existing tables that it locked, in whatever mode, unless it only looked them up; null where neither a sample nor the
       * text of a statement tells its locks. Older journals have none.
       */
      readonly relations?: readonly string[] | null
      readonly file: SideFile
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
