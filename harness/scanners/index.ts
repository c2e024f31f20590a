import { checkWithoutNotValid } from './check-without-not-valid.ts'
import { clusterOrVacuumFull } from './cluster-or-vacuum-full.ts'
import { concurrentIndexInTransaction } from './concurrent-index-in-transaction.ts'
import { concurrentIndexUnderLockTimeout } from './concurrent-index-under-lock-timeout.ts'
import { dropIndexNotConcurrent } from './drop-index-not-concurrent.ts'
import { enumValueUsedInTransaction } from './enum-value-used-in-transaction.ts'
import { exclusionConstraintAdded } from './exclusion-constraint-added.ts'
import { explicitTableLock } from './explicit-table-lock.ts'
import { foreignKeyWithoutNotValid } from './foreign-key-without-not-valid.ts'
import { indexNotConcurrent } from './index-not-concurrent.ts'
import { lockInCalledFunction } from './lock-in-called-function.ts'
import { lockTimeoutMissing } from './lock-timeout-missing.ts'
import { longUpdateWithDdl } from './long-update-with-ddl.ts'
import { notNullColumnWithoutDefault } from './not-null-column-without-default.ts'
import { numberedColumnAdded } from './numbered-column-added.ts'
import { partitionAttachWithoutCheck } from './partition-attach-without-check.ts'
import { partitionDetachNotConcurrent } from './partition-detach-not-concurrent.ts'
import { refreshNotConcurrent } from './refresh-not-concurrent.ts'
import { reindexNotConcurrent } from './reindex-not-concurrent.ts'
import { renameOrDropInUse } from './rename-or-drop-in-use.ts'
import type { Scanner } from './scanner.ts'
import { setNotNullWithoutCheck } from './set-not-null-without-check.ts'
import { storedColumnAdded } from './stored-column-added.ts'
import { tableFileReplaced } from './table-file-replaced.ts'
import { triggersDisabled } from './triggers-disabled.ts'
import { truncateDestroysRows } from './truncate-destroys-rows.ts'
import { typeChangeRewrites } from './type-change-rewrites.ts'
import { uniqueWithoutUsingIndex } from './unique-without-using-index.ts'
import { updateOfAllRows } from './update-of-all-rows.ts'
import { validatedInSameTransaction } from './validated-in-same-transaction.ts'
import { volatileDefault } from './volatile-default.ts'

/** Every scanner. The only registration. */
export const SCANNERS: readonly Scanner[] = [
  indexNotConcurrent,
  reindexNotConcurrent,
  dropIndexNotConcurrent,
  concurrentIndexInTransaction,
  concurrentIndexUnderLockTimeout,
  foreignKeyWithoutNotValid,
  checkWithoutNotValid,
  validatedInSameTransaction,
  setNotNullWithoutCheck,
  notNullColumnWithoutDefault,
  typeChangeRewrites,
  volatileDefault,
  storedColumnAdded,
  numberedColumnAdded,
  uniqueWithoutUsingIndex,
  exclusionConstraintAdded,
  renameOrDropInUse,
  lockTimeoutMissing,
  longUpdateWithDdl,
  updateOfAllRows,
  truncateDestroysRows,
  clusterOrVacuumFull,
  refreshNotConcurrent,
  partitionAttachWithoutCheck,
  partitionDetachNotConcurrent,
  enumValueUsedInTransaction,
  lockInCalledFunction,
  explicitTableLock,
  tableFileReplaced,
  triggersDisabled,
]
