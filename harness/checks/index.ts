import { accessExclusiveTooLong } from './access-exclusive-too-long.ts'
import { acknowledgedWritesKept } from './acknowledged-writes-kept.ts'
import { burnRateExceeded } from './burn-rate-exceeded.ts'
import { chainDoesNotGoBack } from './chain-does-not-go-back.ts'
import { changeWindowTooShort } from './change-window-too-short.ts'
import type { Check } from './check.ts'
import { cleanUpComplete } from './clean-up-complete.ts'
import { columnOrderChanged } from './column-order-changed.ts'
import { deadlockPossible } from './deadlock-possible.ts'
import { deadlockWithTraffic } from './deadlock-with-traffic.ts'
import { downEmpty } from './down-empty.ts'
import { downFails } from './down-fails.ts'
import { downIncomplete } from './down-incomplete.ts'
import { downLosesRows } from './down-loses-rows.ts'
import { downMissing } from './down-missing.ts'
import { downResetsSequence } from './down-resets-sequence.ts'
import { egressIsolated } from './egress-isolated.ts'
import { endpointRegressed } from './endpoint-regressed.ts'
import { environmentSteady } from './environment-steady.ts'
import { errorBudgetSpent } from './error-budget-spent.ts'
import { gateEndpointsEquivalent } from './gate-endpoints-equivalent.ts'
import { gaveUpHalfDone } from './gave-up-half-done.ts'
import { generatorKeptUp } from './generator-kept-up.ts'
import { interruptedMigrationNotResumable } from './interrupted-migration-not-resumable.ts'
import { invalidIndexLeft } from './invalid-index-left.ts'
import { invariantBroken } from './invariant-broken.ts'
import { journeyBroken } from './journey-broken.ts'
import { k6ThresholdCrossed } from './k6-threshold-crossed.ts'
import { latencyRegressed } from './latency-regressed.ts'
import { lockQueueStalledTraffic } from './lock-queue-stalled-traffic.ts'
import { lockTimeoutNotInForce } from './lock-timeout-not-in-force.ts'
import { migrationFails } from './migration-fails.ts'
import { migrationStallsClients } from './migration-stalls-clients.ts'
import { migrationsExamined } from './migrations-examined.ts'
import { mixedVersionsFail } from './mixed-versions-fail.ts'
import { newVersionReadsOldWrites } from './new-version-reads-old-writes.ts'
import { oldVersionOnNewSchema } from './old-version-on-new-schema.ts'
import { planTurnedBad } from './plan-turned-bad.ts'
import { rehearsalCompletes } from './rehearsal-completes.ts'
import { retriesChanged } from './retries-changed.ts'
import { riskyStatement } from './risky-statement.ts'
import { rollbackCompletes } from './rollback-completes.ts'
import { rollbackDependsOnUpgrade } from './rollback-depends-on-upgrade.ts'
import { rollbackFromFailedStep } from './rollback-from-failed-step.ts'
import { rollbackRestoresPerformance } from './rollback-restores-performance.ts'
import { rollbackRestoresRows } from './rollback-restores-rows.ts'
import { rollbackRestoresSchema } from './rollback-restores-schema.ts'
import { rollbackRestoresVersions } from './rollback-restores-versions.ts'
import { rollbackWouldLose } from './rollback-would-lose.ts'
import { rowsDestroyed } from './rows-destroyed.ts'
import { runnersCollide } from './runners-collide.ts'
import { sequenceBehindColumn } from './sequence-behind-column.ts'
import { sloMissed } from './slo-missed.ts'
import { stagingDied } from './staging-died.ts'
import { stairwayClimbed } from './stairway-climbed.ts'
import { trafficAsWritten } from './traffic-as-written.ts'
import { trafficBroken } from './traffic-broken.ts'
import { trialsCover } from './trials-cover.ts'
import { upgradeCompletes } from './upgrade-completes.ts'
import { upgradeRepeatable } from './upgrade-repeatable.ts'
import { workUnderLock } from './work-under-lock.ts'

/** What trials of migrations on clones are judged by, in a rehearsal as in `fulldress locks`. */
export const TRIAL_CHECKS: readonly Check[] = [
  migrationsExamined,
  migrationFails,
  migrationStallsClients,
  lockTimeoutNotInForce,
  workUnderLock,
  gaveUpHalfDone,
  trafficBroken,
  planTurnedBad,
  rowsDestroyed,
  invalidIndexLeft,
  runnersCollide,
  deadlockPossible,
  riskyStatement,
  trialsCover,
]

/** What migrations that were tried up, down and up again are judged by, in a rehearsal as in `fulldress stairway`. */
export const STAIRWAY_CHECKS: readonly Check[] = [
  stairwayClimbed,
  downFails,
  downEmpty,
  downIncomplete,
  downLosesRows,
  downResetsSequence,
  upgradeRepeatable,
  downMissing,
  columnOrderChanged,
]

/** What `fulldress stairway --direct` asks. */
export const DESCENT_CHECKS: readonly Check[] = [chainDoesNotGoBack]

/** Every check, in the order of the report. The only registration. */
export const CHECKS: readonly Check[] = [
  rehearsalCompletes,
  stagingDied,
  upgradeCompletes,
  rollbackCompletes,
  accessExclusiveTooLong,
  lockQueueStalledTraffic,
  deadlockWithTraffic,
  errorBudgetSpent,
  journeyBroken,
  latencyRegressed,
  retriesChanged,
  k6ThresholdCrossed,
  generatorKeptUp,
  trafficAsWritten,
  rollbackRestoresSchema,
  rollbackRestoresRows,
  acknowledgedWritesKept,
  invariantBroken,
  egressIsolated,
  cleanUpComplete,
  sequenceBehindColumn,
  rollbackRestoresVersions,
  mixedVersionsFail,
  rollbackDependsOnUpgrade,
  ...TRIAL_CHECKS,
  ...STAIRWAY_CHECKS,
  ...DESCENT_CHECKS,
  oldVersionOnNewSchema,
  newVersionReadsOldWrites,
  rollbackFromFailedStep,
  rollbackWouldLose,
  interruptedMigrationNotResumable,
  endpointRegressed,
  gateEndpointsEquivalent,
  environmentSteady,
  rollbackRestoresPerformance,
  burnRateExceeded,
  sloMissed,
  changeWindowTooShort,
]
