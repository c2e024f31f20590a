import type { ComparedFact } from './facts-of-compared.ts'
import type { CatalogDifference, ComparisonFact, TableDifference } from './facts-of-comparison.ts'
import type { DescentFact } from './facts-of-descent.ts'
import type { FidelityFact } from './facts-of-fidelity.ts'
import type { IndependenceFact } from './facts-of-independence.ts'
import type { InterruptionFact } from './facts-of-interruptions.ts'
import type { LockFact, LockParty } from './facts-of-locks.ts'
import type { MachineFact } from './facts-of-machine.ts'
import type { MigrationFact } from './facts-of-migrations.ts'
import type { NightsFact } from './facts-of-nights.ts'
import type { RunFact } from './facts-of-run.ts'
import type { SettlingFact } from './facts-of-settling.ts'
import type { StagingFact } from './facts-of-staging.ts'
import type { StairwayFact } from './facts-of-stairway.ts'
import type { StepFact } from './facts-of-steps.ts'
import type { EndpointSummary, Latency, StallPart, StallWindow, TrafficFact } from './facts-of-traffic.ts'
import type { TrialFact } from './facts-of-trials.ts'
import type { VersionFact } from './facts-of-versions.ts'
import type { WayFact } from './facts-of-ways.ts'
import type { WriteFact } from './facts-of-writes.ts'
import type { SideFile } from './side-file.ts'

export type {
  CatalogDifference,
  EndpointSummary,
  Latency,
  LockParty,
  SideFile,
  StallPart,
  StallWindow,
  TableDifference,
}

/**
 * Facts, as the acts record them. A fact says what was seen, never what to think of it.
 * Times are epoch milliseconds unless named otherwise.
 */
export type Fact =
  | RunFact
  | StagingFact
  | StepFact
  | LockFact
  | TrafficFact
  | ComparisonFact
  | MigrationFact
  | TrialFact
  | InterruptionFact
  | VersionFact
  | IndependenceFact
  | WayFact
  | WriteFact
  | StairwayFact
  | SettlingFact
  | MachineFact
  | ComparedFact
  | NightsFact
  | FidelityFact
  | DescentFact

/** A fact in the journal: numbered from 1, stamped with its time (ISO 8601, UTC). */
export type Entry = Fact & { readonly seq: number; readonly at: string }

export type EntryOf<K extends Fact['kind']> = Extract<Fact, { kind: K }> & { readonly seq: number; readonly at: string }

/** Entries of one kind, in journal order. */
export function entriesOf<K extends Fact['kind']>(entries: readonly Entry[], kind: K): readonly EntryOf<K>[] {
  return entries.filter((entry): entry is EntryOf<K> => entry.kind === kind)
}

/** Where an act or a gateway puts what it saw. */
export type Recorder = (fact: Fact) => void
